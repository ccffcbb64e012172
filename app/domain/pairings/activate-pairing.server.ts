import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { addDays, dayInChina, daysBetween } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";

/**
 * Town or county starts the pairing; its time runs from today. A household has at most one at a time, whoever is quickest
 * (`household_paired`, C3).
 */
export async function activatePairing(
  db: Db,
  { pairingId }: { pairingId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "household_paired" | "conflict">> {
  try {
    return await db.transaction(async (tx) => {
      const pairing = await getStaffPairing(tx, { pairingId, actor });
      if (pairing === null) return err("not_found");
      if (stateAfter(pairingTransitions, pairing.state, "activate") === undefined) return err("conflict");
      if (!canTakeStaffStep(actor, pairing, "activate")) return err("not_allowed");
      const fromDay = dayInChina(at);
      const toDay = addDays(fromDay, daysBetween(pairing.fromDay, pairing.toDay));
      const changes = { activatedAt: at, fromDay, toDay };
      const isMoved = await movePairing(tx, { pairing, event: "activate", changes }, actor, at);
      return isMoved ? ok() : err("conflict");
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairings_one_active_household") return err("household_paired");
    throw error;
  }
}
