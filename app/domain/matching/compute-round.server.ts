import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { matchRounds } from "#db/schema/matching-rounds.server.ts";
import { systemActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { assignRound } from "./assign-round.ts";
import { requestWeeklyRound } from "./request-round.server.ts";
import { packSnapshot, type RoundSnapshot, readRoundSnapshot, unpackSnapshot } from "./round-snapshot.server.ts";
import { storeRound } from "./store-round.server.ts";

/** Draws the week's round when it is due, and computes what was asked for. May run at any time. Returns how many rounds are done. */
export async function tendRounds(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  await requestWeeklyRound(db, at);
  const open = await db
    .select({ id: matchRounds.id })
    .from(matchRounds)
    .where(inArray(matchRounds.state, ["requested", "computing"]))
    .orderBy(asc(matchRounds.requestedAt));
  let done = 0;
  for (const { id } of open) {
    if (signal?.aborted) break;
    if (await computeRound(db, { roundId: id }, at, signal)) done += 1;
  }
  return done;
}

/**
 * Computes one round outside any transaction and stores it in one (D1). What it is computed from is written down first: when it was broken off, it
 * begins again from the same snapshot and comes to the same round. Returns whether it is proposed now.
 * @throws what a fault of the computation throws; the round has failed then, and another may be drawn
 */
export async function computeRound(
  db: Db,
  { roundId }: { roundId: string },
  at: Date,
  signal?: AbortSignal,
): Promise<boolean> {
  const snapshot = await beginRound(db, roundId, at);
  if (snapshot === null) return false;
  const work = assignRound(
    snapshot.needs,
    snapshot.intents.map(({ facts }) => facts),
    snapshot.weights.weights,
  );
  let shown = 0;
  try {
    for (;;) {
      const step = work.next();
      if (step.done) return await storeRound(db, { roundId, snapshot, result: step.value }, at);
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return false;
      const progress = Math.min(99, Math.floor(step.value * 100));
      if (progress < shown + 5) continue;
      shown = progress;
      await db
        .update(matchRounds)
        .set({ progress })
        .where(and(eq(matchRounds.id, roundId), eq(matchRounds.state, "computing")));
    }
  } catch (error) {
    // The database's and the system's faults carry a code: they pass, and the round is taken up again.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (cause instanceof Error && "code" in cause) throw error;
    await failRound(db, roundId, at);
    throw error;
  }
}

/** The snapshot of a round, read now or found where it was left; null when the round is done. */
async function beginRound(db: Db, roundId: string, at: Date): Promise<RoundSnapshot | null> {
  const [round] = await db.select().from(matchRounds).where(eq(matchRounds.id, roundId));
  if (!round) return null;
  if (round.state === "computing" && round.inputs) return unpackSnapshot(round.inputs);
  if (round.state !== "requested") return null;
  const snapshot = await readRoundSnapshot(db, { scopeCode: round.scopeCode, day: round.asOfDay });
  const figures = {
    weightsVersion: snapshot.weights.version,
    needCount: snapshot.needs.length,
    intentCount: snapshot.intents.length,
  };
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(matchRounds)
      .set({ ...figures, ...packSnapshot(snapshot), state: "computing" })
      .where(and(eq(matchRounds.id, roundId), eq(matchRounds.state, "requested")))
      .returning({ id: matchRounds.id });
    if (rows.length === 0) return null;
    const step = { noun: "match_round", subjectId: roundId, from: "requested", event: "compute", to: "computing" };
    await recordTransition(tx, at, systemActor, step);
    return snapshot;
  });
}

async function failRound(db: Db, roundId: string, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx
      .update(matchRounds)
      .set({ state: "failed" })
      .where(and(eq(matchRounds.id, roundId), eq(matchRounds.state, "computing")))
      .returning({ id: matchRounds.id });
    if (rows.length === 0) return;
    const step = { noun: "match_round", subjectId: roundId, from: "computing", event: "fail", to: "failed" };
    await recordTransition(tx, at, systemActor, step);
    await recordEvents(tx, at, { kind: "matching.changed" });
  });
}
