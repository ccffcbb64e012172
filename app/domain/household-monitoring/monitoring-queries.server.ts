import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import {
  householdChecklists,
  householdLookBacks,
  householdWarnings,
  leftBehindEntries,
} from "#db/schema/household-monitoring.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { householdReaderRoles } from "../households/household-policy.ts";
import { inScope } from "../scope.server.ts";
import { type ChecklistItem, checklistItems } from "./household-monitoring.ts";

function mine(actor: Actor): SQL {
  return inScope(households.regionCode, scopesOf(actor, householdReaderRoles));
}

/** The checklists of a household, the latest year and revision first. Ask with a file found in the reader's scope; so the next four. */
export function listChecklists(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      year: householdChecklists.year,
      revision: householdChecklists.revision,
      food: householdChecklists.food,
      clothing: householdChecklists.clothing,
      education: householdChecklists.education,
      medical: householdChecklists.medical,
      housing: householdChecklists.housing,
      water: householdChecklists.water,
      allowance: householdChecklists.allowance,
      allowanceFen: householdChecklists.allowanceFen,
      note: householdChecklists.note,
      recordedByName: users.displayName,
      recordedAt: householdChecklists.recordedAt,
    })
    .from(householdChecklists)
    .leftJoin(users, eq(users.id, householdChecklists.recordedBy))
    .where(eq(householdChecklists.householdId, householdId))
    .orderBy(desc(householdChecklists.year), desc(householdChecklists.revision))
    .limit(50);
}
export type RecordedChecklist = Awaited<ReturnType<typeof listChecklists>>[number];

export function listWarningsOf(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      id: householdWarnings.id,
      kind: householdWarnings.kind,
      grade: householdWarnings.grade,
      note: householdWarnings.note,
      ownerName: users.displayName,
      dueOn: householdWarnings.dueOn,
      raisedAt: householdWarnings.raisedAt,
      closedAt: householdWarnings.closedAt,
      closeReason: householdWarnings.closeReason,
    })
    .from(householdWarnings)
    .leftJoin(users, eq(users.id, householdWarnings.ownerId))
    .where(eq(householdWarnings.householdId, householdId))
    .orderBy(sql`${householdWarnings.closedAt} is not null`, asc(householdWarnings.dueOn), asc(householdWarnings.id));
}
export type FileWarning = Awaited<ReturnType<typeof listWarningsOf>>[number];

export function listLookBacksOf(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select()
    .from(householdLookBacks)
    .where(eq(householdLookBacks.householdId, householdId))
    .orderBy(desc(householdLookBacks.year));
}
export type FileLookBack = Awaited<ReturnType<typeof listLookBacksOf>>[number];

export function listLeftBehindOf(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      id: leftBehindEntries.id,
      name: householdMembers.name,
      memberId: leftBehindEntries.memberId,
      kind: leftBehindEntries.kind,
      visitEveryDays: leftBehindEntries.visitEveryDays,
      fromOn: leftBehindEntries.fromOn,
      toOn: leftBehindEntries.toOn,
    })
    .from(leftBehindEntries)
    .innerJoin(householdMembers, eq(householdMembers.id, leftBehindEntries.memberId))
    .where(eq(leftBehindEntries.householdId, householdId))
    .orderBy(sql`${leftBehindEntries.toOn} is not null`, asc(leftBehindEntries.fromOn));
}
export type LeftBehindEntry = Awaited<ReturnType<typeof listLeftBehindOf>>[number];

export type MonitoringCounts = {
  lateLookBacks: number;
  openLookBacks: number;
  lateWarnings: number;
  openWarnings: number;
};

/** What waits in the reader's subtree: what is late, and what is open at all (S19). */
export async function countMonitoring(
  db: DbOrTx,
  { actor, today }: { actor: Actor; today: string },
): Promise<MonitoringCounts> {
  const late = (column: SQL) => sql<number>`count(*) filter (where ${column} < ${today})::int`;
  const [rounds] = await db
    .select({ open: count(), late: late(sql`${householdLookBacks.dueOn}`) })
    .from(householdLookBacks)
    .innerJoin(households, eq(households.id, householdLookBacks.householdId))
    .where(and(mine(actor), isNull(householdLookBacks.doneAt)));
  const [warnings] = await db
    .select({ open: count(), late: late(sql`${householdWarnings.dueOn}`) })
    .from(householdWarnings)
    .innerJoin(households, eq(households.id, householdWarnings.householdId))
    .where(and(mine(actor), isNull(householdWarnings.closedAt)));
  return {
    lateLookBacks: rounds?.late ?? 0,
    openLookBacks: rounds?.open ?? 0,
    lateWarnings: warnings?.late ?? 0,
    openWarnings: warnings?.open ?? 0,
  };
}

/** Open warnings of the reader's subtree, the overdue first, then by deadline. */
export function listOpenWarnings(db: DbOrTx, { actor }: { actor: Actor }) {
  return db
    .select({
      id: householdWarnings.id,
      householdId: households.id,
      headName: households.headName,
      villageName: regions.shortName,
      kind: householdWarnings.kind,
      grade: householdWarnings.grade,
      ownerName: users.displayName,
      dueOn: householdWarnings.dueOn,
    })
    .from(householdWarnings)
    .innerJoin(households, eq(households.id, householdWarnings.householdId))
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .leftJoin(users, eq(users.id, householdWarnings.ownerId))
    .where(and(mine(actor), isNull(householdWarnings.closedAt)))
    .orderBy(asc(householdWarnings.dueOn), asc(householdWarnings.id))
    .limit(100);
}
export type OpenWarning = Awaited<ReturnType<typeof listOpenWarnings>>[number];

/** Rounds of 回头看 that nobody has done yet, the overdue first. */
export function listOpenLookBacks(db: DbOrTx, { actor }: { actor: Actor }) {
  return db
    .select({
      id: householdLookBacks.id,
      householdId: households.id,
      headName: households.headName,
      villageName: regions.shortName,
      year: householdLookBacks.year,
      dueOn: householdLookBacks.dueOn,
    })
    .from(householdLookBacks)
    .innerJoin(households, eq(households.id, householdLookBacks.householdId))
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .where(and(mine(actor), isNull(householdLookBacks.doneAt)))
    .orderBy(asc(householdLookBacks.dueOn), asc(householdLookBacks.id))
    .limit(100);
}
export type OpenLookBack = Awaited<ReturnType<typeof listOpenLookBacks>>[number];

const gapRow = z.record(z.string(), z.coerce.number());

/** How many households of the subtree fail each item this year by their latest checklist, and how many have none yet (S15). */
export async function countGaps(db: DbOrTx, { actor, year }: { actor: Actor; year: number }) {
  const failed = checklistItems.map(
    (item) => sql`count(*) filter (where not ${sql.identifier(item)}) as ${sql.identifier(item)}`,
  );
  const rows = await db.execute(sql`
    with latest as (
      select ${households.id} as household, list.* from ${households} left join lateral (
        select food, clothing, education, medical, housing, water from ${householdChecklists}
        where ${householdChecklists.householdId} = ${households.id} and ${householdChecklists.year} = ${year}
        order by ${householdChecklists.revision} desc limit 1) list on true
      where ${mine(actor)} and ${inArray(households.state, ["active", "exit_proposed", "exit_noticed", "exited"])})
    select ${sql.join(failed, sql`, `)}, count(*) filter (where food is null) as missing, count(*) as total from latest`);
  const row = gapRow.parse(rows[0] ?? {});
  const items = Object.fromEntries(checklistItems.map((item) => [item, row[item] ?? 0])) as Record<
    ChecklistItem,
    number
  >;
  return { items, missing: row.missing ?? 0, total: row.total ?? 0 };
}

/** The households that fail one item, for the list behind the number. */
export function listGapHouseholds(
  db: DbOrTx,
  { actor, year, item }: { actor: Actor; year: number; item: ChecklistItem },
) {
  const latest = sql`(select not ${sql.identifier(item)} from ${householdChecklists}
    where ${householdChecklists.householdId} = ${households.id} and ${householdChecklists.year} = ${year}
    order by ${householdChecklists.revision} desc limit 1)`;
  return db
    .select({ id: households.id, headName: households.headName, villageName: regions.shortName })
    .from(households)
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .where(and(mine(actor), inArray(households.state, ["active", "exit_proposed", "exit_noticed", "exited"]), latest))
    .orderBy(asc(households.regionCode), asc(households.id))
    .limit(200);
}
