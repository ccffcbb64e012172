import { and, eq, ne } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { pairingMessages } from "#db/schema/pairing-life.server.ts";
import { hasRoleFor, type SignedInActor } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { messageTransitions } from "./pairing-message.ts";
import { isHelper, messageRelayRoles } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";

/**
 * Staff of the place release a message to the other side, or refuse it with a reason its writer reads (S39): another person than who wrote
 * it, and nobody of the helper's.
 */
export async function decideMessage(
  db: Db,
  input: { pairingId: string; messageId: string; event: "release" | "refuse"; note: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  const { pairingId, messageId, event, note } = input;
  if (!isId(messageId)) return err("not_found");
  return db.transaction(async (tx) => {
    const pairing = await getStaffPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (!hasRoleFor(actor, messageRelayRoles, pairing.regionCode) || isHelper(actor, pairing))
      return err("not_allowed");
    const isOf = and(eq(pairingMessages.id, messageId), eq(pairingMessages.pairingId, pairingId));
    const [message] = await tx.select().from(pairingMessages).where(isOf);
    if (!message) return err("not_found");
    if (message.writtenBy === actor.userId) return err("not_allowed");
    const to = stateAfter(messageTransitions, message.state, event);
    if (to === undefined) return err("conflict");
    const decision = { state: to, decidedBy: actor.userId, decidedAt: at, decisionNote: note === "" ? null : note };
    const [moved] = await tx
      .update(pairingMessages)
      .set(decision)
      .where(and(isOf, eq(pairingMessages.state, message.state), ne(pairingMessages.writtenBy, actor.userId)))
      .returning({ id: pairingMessages.id });
    if (!moved) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "pairing_message",
      subjectId: messageId,
      from: message.state,
      event,
      to,
      reason: note,
    });
    await recordEvents(tx, at, { kind: "pairing.message_changed", pairingId, messageId });
    return ok();
  });
}
