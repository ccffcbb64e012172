import type { Db } from "#db/client.server.ts";
import { pairingMessages } from "#db/schema/pairing-life.server.ts";
import { hasRoleFor, type SignedInActor } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findPairingSide } from "./find-pairing.server.ts";
import { canSpeakForTarget } from "./pairing-policy.ts";

/**
 * One side writes to the other: the helper, or for the household or village its officer (the partner organization for itself). It is held
 * until another member of staff has read it (S39); the form has refused telephone numbers, accounts and ID numbers.
 */
export async function writeMessage(
  db: Db,
  { pairingId, body }: { pairingId: string; body: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ messageId: string }, "not_found" | "not_allowed" | "conflict">> {
  return db.transaction(async (tx) => {
    const found = await findPairingSide(tx, { pairingId, actor });
    if (found === null) return err("not_found");
    const { side, pairing } = found;
    const speaks =
      side === "helper" ||
      canSpeakForTarget(actor, pairing) ||
      hasRoleFor(actor, ["village_officer"], pairing.regionCode);
    if (!speaks) return err("not_allowed");
    if (pairing.state !== "active") return err("conflict");
    const id = newId();
    const facts = { id, pairingId, side, body, state: "held" as const };
    await tx.insert(pairingMessages).values({ ...facts, writtenBy: actor.userId, writtenAt: at });
    await recordTransition(tx, at, actor, {
      noun: "pairing_message",
      subjectId: id,
      from: null,
      event: "write",
      to: "held",
    });
    await recordEvents(tx, at, { kind: "pairing.message_changed", pairingId, messageId: id });
    return ok({ messageId: id });
  });
}
