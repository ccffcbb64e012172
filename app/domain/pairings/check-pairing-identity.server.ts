import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { movePairing } from "./move-pairing.server.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";

/** Town or county says that the helper is who it says it is (S39); before that the village is not asked. */
export async function checkPairingIdentity(
  db: Db,
  { pairingId, note }: { pairingId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await getStaffPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (pairing.state !== "proposed") return err("conflict");
    if (!canTakeStaffStep(actor, pairing, "check_identity")) return err("not_allowed");
    const isMoved = await movePairing(tx, { pairing, event: "check_identity", reason: note }, actor, at);
    return isMoved ? ok() : err("conflict");
  });
}
