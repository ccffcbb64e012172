/** The forms of the weekly round: draw one, change an assignment, discard a part. */
import { z } from "zod";
import { requiredText } from "../form-fields.ts";

export const drawRoundForm = z.object({ countyCode: requiredText({ max: 12 }) });

const perhapsId = z
  .union([z.literal("none"), z.uuid()], { error: "required" })
  .transform((value) => (value === "none" ? null : value));

/** Instead of whom (nobody: one more), and who comes in (nobody: the place stays empty). */
export const changeAssignmentForm = z.object({
  needId: z.uuid({ error: "required" }),
  insteadOf: perhapsId,
  intentId: perhapsId,
  reason: requiredText({ min: 2, max: 300 }),
});
export type ChangeAssignmentInput = z.output<typeof changeAssignmentForm>;

export const discardPartForm = z.object({ reason: requiredText({ min: 2, max: 300 }) });

/** Checking and releasing ask for nothing but the button. */
export const partStepForm = z.object({});
