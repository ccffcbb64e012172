import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";

/** Town or county ends a pairing, with the reason. An official one (干部结对) is handed over to a successor instead: `successor_needed`. */
export async function endPairing(
  db: Db,
  { pairingId, reason }: { pairingId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "successor_needed" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await getStaffPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (stateAfter(pairingTransitions, pairing.state, "end") === undefined) return err("conflict");
    if (!canTakeStaffStep(actor, pairing, "end")) return err("not_allowed");
    if (pairing.kind === "cadre_household") return err("successor_needed");
    const isMoved = await movePairing(tx, { pairing, event: "end", reason, changes: { endedAt: at } }, actor, at);
    return isMoved ? ok() : err("conflict");
  });
}
