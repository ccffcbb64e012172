import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { findTargetPairing } from "./find-pairing.server.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";

/** The village or household says no, with a reason the helper reads. Nobody is ever paired against their will (S39). */
export async function declinePairing(
  db: Db,
  { pairingId, reason }: { pairingId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await findTargetPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (stateAfter(pairingTransitions, pairing.state, "decline") === undefined) return err("conflict");
    if (!canTakeStaffStep(actor, pairing, "decline")) return err("not_allowed");
    const changes = { villageNote: reason, endedAt: at };
    const isMoved = await movePairing(tx, { pairing, event: "decline", reason, changes }, actor, at);
    return isMoved ? ok() : err("conflict");
  });
}
