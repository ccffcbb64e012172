/** What a helper fills in to propose a pairing (U18): the promise in own words, for how long, and what it is not. */
import { z } from "zod";
import { choice, email, requiredText, tickedCheckbox } from "../form-fields.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { pairingYears } from "./pairing.ts";
import { reviewOutcomes } from "./pairing-review.ts";

/** The promise is shown on the village's page: no telephone, no account, no ID number in it. */
function promise() {
  return requiredText({ min: 10, max: 500 }).refine((text) => findForbidden(text, []).length === 0, "contactInPromise");
}

const common = {
  promise: promise(),
  years: choice(pairingYears),
  /** No private cash, no contact swap: everything goes through the coordinator. */
  acceptsRules: tickedCheckbox(),
  /** Donor and beneficiary may not be related (L11, 慈善法 40). */
  isUnrelated: tickedCheckbox(),
};

export const proposeVillagePairingForm = z.object({ ...common, organizationId: z.string({ error: "invalidChoice" }) });
export type ProposeVillagePairingInput = z.output<typeof proposeVillagePairingForm>;

export const proposeHouseholdPairingForm = z.object(common);
export type ProposeHouseholdPairingInput = z.output<typeof proposeHouseholdPairingForm>;

/** What the village or household says to it; the helper reads it. */
export const pairingNoteForm = z.object({ note: requiredText({ min: 2, max: 300 }) });
export const pairingReasonForm = z.object({ reason: requiredText({ min: 2, max: 300 }) });

export const reviewPairingForm = z.object({
  outcome: choice(reviewOutcomes),
  note: requiredText({ min: 4, max: 500 }),
});
export const handOverForm = z.object({ personEmail: email(), note: requiredText({ min: 2, max: 300 }) });
