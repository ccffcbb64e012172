import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "#db/client.server.ts";
import { householdLookBacks, householdWarnings, leftBehindEntries } from "#db/schema/household-monitoring.server.ts";
import { households } from "#db/schema/households.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { isStanding } from "../visits/visit-conditions.server.ts";
import { endWarning } from "./close-warning.server.ts";
import { insertWarning } from "./raise-warning.server.ts";

const perRun = 1000;
const dueRow = z.object({ entryId: z.string(), householdId: z.string(), since: z.string() });
const metRow = z.object({ warningId: z.string(), visitedOn: z.string() });

/**
 * What only time brings (S12, S19): one round of 回头看 a year for every exited household; a warning to the responsible person where
 * somebody left behind was not visited for longer than the ledger says, and its end once the visit came. May run any number of times.
 * Returns how many rounds and warnings it made or ended.
 */
export async function tendMonitoring(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  const rounds = await makeRounds(db, at);
  if (signal?.aborted) return rounds;
  return rounds + (await endVisited(db, at)) + (await warnOfVisits(db, at));
}

/** Years after the exit only: in the year of the exit the inspection has just looked. Until the end of November, so that a late one shows. */
async function makeRounds(db: Db, at: Date): Promise<number> {
  const year = Number(dayInChina(at).slice(0, 4));
  const due = await db
    .select({ id: households.id })
    .from(households)
    .where(
      and(
        inArray(households.state, ["exited", "closed"]),
        lt(households.programmeTo, `${year}-01-01`),
        sql`not exists (select from ${householdLookBacks} where ${householdLookBacks.householdId} = ${households.id}
          and ${householdLookBacks.year} = ${year})`,
      ),
    )
    .limit(perRun);
  if (due.length === 0) return 0;
  const rows = due.map(({ id }) => ({ id: newId(), householdId: id, year, dueOn: `${year}-11-30`, createdAt: at }));
  const made = await db
    .insert(householdLookBacks)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: householdLookBacks.id });
  return made.length;
}

async function warnOfVisits(db: Db, at: Date): Promise<number> {
  const today = dayInChina(at);
  const rows = await db.execute(sql`
    with due as (
      select ${leftBehindEntries.id} as "entryId", ${leftBehindEntries.householdId} as "householdId", ${leftBehindEntries.visitEveryDays} as days,
        greatest(${leftBehindEntries.fromOn}, coalesce((select max(${visits.visitedOn}) from ${visits}
          where ${visits.householdId} = ${leftBehindEntries.householdId} and ${isStanding()}), '')) as since
      from ${leftBehindEntries} where ${leftBehindEntries.toOn} is null)
    select "entryId", "householdId", since from due
    where since::date + days < ${today}::date and not exists (select from ${householdWarnings}
      where ${householdWarnings.key} = 'visit:' || "entryId" || ':' || since)
    limit ${perRun}`);
  let made = 0;
  for (const { entryId, householdId, since } of z.array(dueRow).parse([...rows])) {
    const key = `visit:${entryId}:${since}`;
    const warning = {
      householdId,
      kind: "overdue_visit" as const,
      grade: "orange" as const,
      note: since,
      id: newId(),
      key,
    };
    if (await db.transaction((tx) => insertWarning(tx, warning, systemActor, at))) made += 1;
  }
  return made;
}

/** A visit that came after the warning's own day answers it. */
async function endVisited(db: Db, at: Date): Promise<number> {
  const rows = await db.execute(sql`
    select ${householdWarnings.id} as "warningId", (select max(${visits.visitedOn}) from ${visits}
      where ${visits.householdId} = ${householdWarnings.householdId} and ${isStanding()}) as "visitedOn"
    from ${householdWarnings}
    where ${and(eq(householdWarnings.kind, "overdue_visit"), isNull(householdWarnings.closedAt))}
      and exists (select from ${visits} where ${visits.householdId} = ${householdWarnings.householdId} and ${isStanding()}
        and ${visits.visitedOn} > ${householdWarnings.note})
    limit ${perRun}`);
  let ended = 0;
  for (const { warningId, visitedOn } of z.array(metRow).parse([...rows])) {
    const end = { warningId, reason: `已入户走访 ${visitedOn}` };
    if (await db.transaction((tx) => endWarning(tx, end, systemActor, at))) ended += 1;
  }
  return ended;
}
