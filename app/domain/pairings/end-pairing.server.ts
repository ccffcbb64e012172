import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";

/**
 * The keepers of the kind end a pairing, with the reason. A tie in office to a household that is still on the register is handed over to a
 * successor instead (`successor_needed`, S42): PostgreSQL says so at the end of the transaction.
 */
export async function endPairing(
  db: Db,
  { pairingId, reason }: { pairingId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "successor_needed" | "conflict">> {
  try {
    return await db.transaction(async (tx) => {
      const pairing = await getStaffPairing(tx, { pairingId, actor });
      if (pairing === null) return err("not_found");
      if (stateAfter(pairingTransitions, pairing.state, "end") === undefined) return err("conflict");
      if (!canTakeStaffStep(actor, pairing, "end")) return err("not_allowed");
      const isMoved = await movePairing(tx, { pairing, event: "end", reason, changes: { endedAt: at } }, actor, at);
      return isMoved ? ok() : err("conflict");
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairings_successor_needed") return err("successor_needed");
    throw error;
  }
}
