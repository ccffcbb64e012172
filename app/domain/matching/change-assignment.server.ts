import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { matchAssignments } from "#db/schema/matching-rounds.server.ts";
import type { SignedInActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { inputsHashOf } from "./inputs-hash.server.ts";
import { factsOfIntent, readIntentFacts } from "./intent-facts-queries.server.ts";
import { factsOf, readNeedFacts } from "./need-facts-queries.server.ts";
import { type LockedPart, lockPart, takePartStep } from "./part-steps.server.ts";
import type { ChangeAssignmentInput } from "./round-form.ts";
import { scoreProposal } from "./score.ts";
import { getWeights } from "./weights-queries.server.ts";

type Refusal = "not_found" | "conflict" | "unchanged" | "not_eligible" | "no_capacity" | "no_seat";

/**
 * Changes one assignment of a county's part, with a reason: another helper, one more, or none (S37). The hard rules hold for staff too (L11), and
 * nobody is assigned beyond the room of the intent or of the need. A part that was checked has to be checked again.
 */
export async function changeAssignment(
  db: Db,
  input: ChangeAssignmentInput & { partId: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, Refusal>> {
  return db.transaction(async (tx) => {
    const part = await lockPart(tx, input.partId, actor);
    if (!part) return err("not_found");
    if (input.insteadOf === null && input.intentId === null) return err("unchanged");
    if (part.state !== "proposed" && part.state !== "checked") return err("conflict");
    const which = sql`n.id = ${input.needId}::uuid and n.region_code like ${`${part.countyCode}%`}`;
    const [need] = await readNeedFacts(tx, { which, day: dayInChina(at) });
    if (!need) return err("not_found");
    const there = await tx
      .select()
      .from(matchAssignments)
      .where(and(ofNeed(part, input.needId), eq(matchAssignments.isRemoved, false)));
    const old = there.find(({ id }) => id === input.insteadOf);
    if (input.insteadOf !== null && !old) return err("conflict");
    if (there.some(({ intentId }) => intentId === input.intentId)) return err("unchanged");
    if (!old && there.length >= need.helpersWanted) return err("no_seat");
    const coming =
      input.intentId === null ? ok(null) : await scoreComing(tx, { part, need, intentId: input.intentId, at });
    if (!coming.ok) return coming;
    const { reason } = input;
    await takePartStep(tx, { part, event: "change", reason: `${need.publicCode}：${reason}` }, actor, at);
    const change = { changedBy: actor.userId, changeReason: reason };
    if (old) {
      await tx
        .update(matchAssignments)
        .set({ ...change, isRemoved: true })
        .where(eq(matchAssignments.id, old.id));
    }
    if (coming.value !== null) {
      const row = { ...coming.value, ...change, isAdded: true, isRemoved: false };
      const { roundId, countyCode } = part;
      await tx
        .insert(matchAssignments)
        .values({ id: newId(), roundId, countyCode, needId: input.needId, ...row })
        .onConflictDoUpdate({
          target: [matchAssignments.roundId, matchAssignments.needId, matchAssignments.intentId],
          set: row,
        });
    }
    return ok();
  });
}

function ofNeed({ roundId }: LockedPart, needId: string) {
  return and(eq(matchAssignments.roundId, roundId), eq(matchAssignments.needId, needId));
}

type Coming = { part: LockedPart; need: Parameters<typeof factsOf>[0]; intentId: string; at: Date };

/** Who comes in, by the rules and facts of this moment, with the intent locked so that two counties cannot fill its last room. */
async function scoreComing(tx: Tx, { part, need, intentId, at }: Coming) {
  const day = dayInChina(at);
  await tx.execute(sql`select id from intents where id = ${intentId}::uuid for update`);
  const [row] = await readIntentFacts(tx, { which: sql`t.id = ${intentId}::uuid`, day, keepsProposed: true });
  if (!row) return err("not_eligible");
  const [facts, intent, weights] = [factsOf(need), factsOfIntent(row), await getWeights(tx, { day })];
  const score = scoreProposal(facts, intent, weights.weights);
  if (!score.isEligible) return err("not_eligible");
  const taken = await tx.$count(
    matchAssignments,
    and(
      eq(matchAssignments.roundId, part.roundId),
      eq(matchAssignments.intentId, intentId),
      eq(matchAssignments.isRemoved, false),
    ),
  );
  if (taken >= intent.freeNeeds) return err("no_capacity");
  const { points, reasons } = score;
  return ok({ intentId, points, reasons, inputsHash: inputsHashOf(facts, intent, weights) });
}
