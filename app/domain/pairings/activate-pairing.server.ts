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

const refusals: Readonly<Record<string, ActivatePairingError>> = {
  pairings_target_full: "household_paired",
  pairings_helper_full: "helper_full",
  pairings_fitness: "not_fit",
  pairings_group_small: "group_small",
};
export type ActivatePairingError =
  | "not_found"
  | "not_allowed"
  | "conflict"
  | "household_paired"
  | "helper_full"
  | "not_fit"
  | "group_small";

/**
 * The keepers of the kind start the pairing; its time runs from today. How many a household, a village and a helper may have at a time
 * PostgreSQL says, whoever is quickest (`household_paired`, `helper_full`, C3), and whether the helper is fit still.
 */
export async function activatePairing(
  db: Db,
  { pairingId }: { pairingId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ActivatePairingError>> {
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
    const refusal = refusals[violatedConstraint(error) ?? ""];
    if (refusal === undefined) throw error;
    return err(refusal);
  }
}
