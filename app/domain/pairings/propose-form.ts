/** What is filled in to propose a tie of any kind: which fields count its row says (U18). */
import { z } from "zod";
import { choice, requiredText, tickedCheckbox } from "../form-fields.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { pairingYears } from "./pairing.ts";

export const proposePairingForm = z.object({
  target: z.string({ error: "required" }).trim().min(1, "required").max(64, "invalidChoice"),
  organizationId: z.string().optional().default(""),
  groupId: z.string().optional().default(""),
  personEmail: z.string().trim().max(254, "invalidEmail").optional().default(""),
  promise: requiredText({ min: 10, max: 500 }).refine(
    (text) => findForbidden(text, []).length === 0,
    "contactInPromise",
  ),
  years: choice(pairingYears),
  acceptsRules: tickedCheckbox(),
  isUnrelated: tickedCheckbox(),
});
export type ProposePairingFields = z.output<typeof proposePairingForm>;
