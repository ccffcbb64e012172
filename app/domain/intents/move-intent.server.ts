import { and, eq, inArray, lt } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { type Actor, systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter, statesBefore } from "../transitions.ts";
import { type IntentEvent, type IntentState, intentTransitions } from "./intent.ts";
import { canMoveIntent, type HelperIntentEvent, isIntentOwner } from "./intent-policy.ts";

/** Takes one step of an intent by compare-and-set; false where somebody else was faster. */
export async function takeIntentStep(
  tx: Tx,
  step: { intentId: string; from: IntentState; event: IntentEvent; reason?: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const to = stateAfter(intentTransitions, step.from, step.event);
  if (to === undefined) return false;
  const moved = await tx
    .update(intents)
    .set({ state: to, updatedAt: at })
    .where(and(eq(intents.id, step.intentId), eq(intents.state, step.from)))
    .returning({ id: intents.id });
  if (moved.length === 0) return false;
  const { intentId, from, event, reason } = step;
  await recordTransition(tx, at, actor, { noun: "intent", subjectId: intentId, from, event, to, reason });
  await recordEvents(tx, at, { kind: "intent.changed", intentId });
  return true;
}

/** The helper pauses, resumes or withdraws an intent; what was accepted from it stays. */
export async function moveIntent(
  db: Db,
  input: { intentId: string; event: HelperIntentEvent; reason?: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  if (!isId(input.intentId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [intent] = await tx.select().from(intents).where(eq(intents.id, input.intentId)).for("update");
    if (!intent || !isIntentOwner(actor, intent)) return err("not_found");
    if (!canMoveIntent(actor, intent, input.event)) return err("not_allowed");
    return (await takeIntentStep(tx, { ...input, from: intent.state }, actor, at)) ? ok() : err("conflict");
  });
}

const batchSize = 200;

/** Ends intents whose last day has passed. May run at any time; rows somebody is working on are left for the next run. Returns how many. */
export async function expireIntents(db: Db, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const late = await tx
      .select({ id: intents.id, state: intents.state })
      .from(intents)
      .where(and(inArray(intents.state, statesBefore(intentTransitions, "expire")), lt(intents.until, dayInChina(at))))
      .limit(batchSize)
      .for("update", { skipLocked: true });
    for (const { id, state } of late) {
      await takeIntentStep(tx, { intentId: id, from: state, event: "expire" }, systemActor, at);
    }
    return late.length;
  });
}
