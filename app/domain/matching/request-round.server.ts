import { eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchRounds } from "#db/schema/matching-rounds.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId, hasRoleFor, systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { roundRoles, weekOf } from "./round.ts";

/**
 * Asks for a round over a county's needs, outside the weekly turn (S37). It is computed by a job; one at a time, whoever asked for it.
 */
export async function requestRound(
  db: Db,
  { countyCode }: { countyCode: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ roundId: string }, "not_found" | "at_work">> {
  if (!/^\d{6}$/.test(countyCode) || !hasRoleFor(actor, roundRoles, countyCode)) return err("not_found");
  const [county] = await db.select({ code: regions.code }).from(regions).where(eq(regions.code, countyCode));
  if (!county) return err("not_found");
  return db.transaction((tx) => insertRound(tx, { scopeCode: countyCode, week: null }, actor, at));
}

/**
 * Asks for the week's round over all needs: from Monday on (China's calendar), once a week, a missed Monday is made up for. Each county gets its
 * part. Where nobody has an open intent there is none.
 */
export async function requestWeeklyRound(
  db: Db,
  at: Date,
): Promise<Result<{ roundId: string }, "at_work" | "drawn" | "no_intents">> {
  const week = weekOf(dayInChina(at));
  return db.transaction(async (tx) => {
    const [drawn] = await tx.select({ id: matchRounds.id }).from(matchRounds).where(eq(matchRounds.week, week));
    if (drawn) return err("drawn");
    const [open] = await tx.select({ id: intents.id }).from(intents).where(eq(intents.state, "open")).limit(1);
    if (!open) return err("no_intents");
    return insertRound(tx, { scopeCode: "", week }, systemActor, at);
  });
}

async function insertRound(
  tx: Tx,
  { scopeCode, week }: { scopeCode: string; week: string | null },
  actor: Actor,
  at: Date,
): Promise<Result<{ roundId: string }, "at_work">> {
  await tx.execute(sql`select pg_advisory_xact_lock(7301022)`);
  const roundId = newId();
  const rows = await tx
    .insert(matchRounds)
    .values({
      id: roundId,
      state: "requested",
      scopeCode,
      week,
      asOfDay: dayInChina(at),
      requestedBy: actorUserId(actor),
      requestedAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: matchRounds.id });
  if (rows.length === 0) return err("at_work");
  const step = { noun: "match_round", subjectId: roundId, from: null, event: "request", to: "requested" };
  await recordTransition(tx, at, actor, step);
  await recordEvents(tx, at, { kind: "matching.changed" });
  return ok({ roundId });
}
