import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { matchAssignments, matchRoundParts, matchRounds } from "#db/schema/matching-rounds.server.ts";
import { systemActor } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import type { RoundResult } from "./assign-round.ts";
import { inputsHashOf } from "./inputs-hash.server.ts";
import type { RoundSnapshot } from "./round-snapshot.server.ts";
import { scoreProposal } from "./score.ts";

type Computed = { roundId: string; snapshot: RoundSnapshot; result: RoundResult };

const batchSize = 500;

/** Stores a computed round, all of it or nothing: its figures, a part for each county, every assignment with its reasons. False: it was stored already. */
export async function storeRound(db: Db, { roundId, snapshot, result }: Computed, at: Date): Promise<boolean> {
  const assignments = assignmentsOf(roundId, snapshot, result);
  return db.transaction(async (tx) => {
    const [round] = await tx
      .select({ scopeCode: matchRounds.scopeCode })
      .from(matchRounds)
      .where(and(eq(matchRounds.id, roundId), eq(matchRounds.state, "computing")))
      .for("update");
    if (!round) return false;
    const counties = new Set(snapshot.needs.map(({ facts }) => facts.regionCode.slice(0, 6)));
    if (round.scopeCode.length === 6) counties.add(round.scopeCode);
    for (const countyCode of [...counties].sort()) {
      const id = newId();
      await tx.insert(matchRoundParts).values({ id, roundId, countyCode, state: "proposed" });
      const step = { noun: "match_round_part", subjectId: id, from: null, event: "propose", to: "proposed" };
      await recordTransition(tx, at, systemActor, step);
    }
    for (let from = 0; from < assignments.length; from += batchSize) {
      await tx.insert(matchAssignments).values(assignments.slice(from, from + batchSize));
    }
    const { points, boundPoints, greedyPoints } = result;
    await tx
      .update(matchRounds)
      .set({
        state: "proposed",
        proposedAt: at,
        progress: 100,
        assignedCount: assignments.length,
        points,
        boundPoints,
        greedyPoints,
      })
      .where(eq(matchRounds.id, roundId));
    const step = { noun: "match_round", subjectId: roundId, from: "computing", event: "propose", to: "proposed" };
    await recordTransition(tx, at, systemActor, step);
    await recordEvents(tx, at, { kind: "matching.changed" });
    return true;
  });
}

function assignmentsOf(roundId: string, { needs, intents, weights }: RoundSnapshot, { assignments }: RoundResult) {
  return assignments.map((one) => {
    const [need, intent] = [needs[one.need], intents[one.intent]];
    if (!need || !intent) throw new Error("no such need or intent");
    const score = scoreProposal(need.facts, intent.facts, weights.weights);
    if (!score.isEligible) throw new Error("an assignment breaks a hard rule");
    return {
      id: newId(),
      roundId,
      countyCode: need.facts.regionCode.slice(0, 6),
      needId: need.id,
      intentId: intent.id,
      points: score.points,
      reasons: score.reasons,
      inputsHash: inputsHashOf(need.facts, intent.facts, weights),
    };
  });
}
