import { inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId, membershipOf } from "../actor.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { IntentInput } from "./intent-form.ts";

export type LeaveIntentError = "not_allowed" | "not_verified" | "wrong_kind" | "unknown_region";

/**
 * Leaves an intent (S37). Who it is from is confirmed as for pledges: a signed-in person, or a verified organization of theirs; an enterprise's
 * intent only from an enterprise. Nothing is promised and nothing held back.
 */
export async function leaveIntent(
  db: Db,
  input: IntentInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ intentId: string }, LeaveIntentError>> {
  const userId = actorUserId(actor);
  if (userId === null) return err("not_allowed");
  if (input.organizationId !== null) {
    const membership = membershipOf(actor, input.organizationId);
    if (membership?.isVerified !== true) return err("not_verified");
    if ((input.helperKind === "enterprise") !== (membership.kind === "enterprise")) return err("wrong_kind");
  }
  const { amount, ...facts } = input;
  return db.transaction(async (tx) => {
    const named = [...facts.regionCodes, ...(facts.homeCode === null ? [] : [facts.homeCode])];
    const known = await tx.select({ code: regions.code }).from(regions).where(inArray(regions.code, named));
    if (known.length !== new Set(named).size) return err("unknown_region");
    const id = newId();
    await tx.insert(intents).values({
      ...facts,
      id,
      publicCode: newPublicCode(),
      userId: facts.organizationId === null ? userId : null,
      createdBy: userId,
      amountFen: amount,
      state: "open",
      createdAt: at,
      updatedAt: at,
    });
    await recordTransition(tx, at, actor, { noun: "intent", subjectId: id, from: null, event: "leave", to: "open" });
    await recordEvents(tx, at, { kind: "intent.changed", intentId: id });
    return ok({ intentId: id });
  });
}
