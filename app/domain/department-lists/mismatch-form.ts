import { z } from "zod";
import type { StaffRole } from "../actor.ts";
import { choice, requiredText } from "../form-fields.ts";

/** The county decides what other departments' lists say about its households; nobody else reads them (S13). */
export const mismatchRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

export const decideMismatchForm = z.object({
  decision: choice(["accepted", "rejected"]),
  reason: requiredText({ min: 2, max: 300 }),
});
export type DecideMismatchInput = z.output<typeof decideMismatchForm>;
