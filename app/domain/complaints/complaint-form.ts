/** What anyone may send, and what handlers write. */
import { z } from "zod";
import { choice, email, optionalText, requiredLine, requiredText, rowId } from "../form-fields.ts";
import { complaintKinds, complaintOutcomes, plainComplaintSteps } from "./complaint.ts";

export const complaintForm = z.object({
  kind: choice(complaintKinds),
  content: requiredText({ min: 10, max: 3000 }),
  /** Name and phone, if the person wants to be asked back; stored sealed. */
  contact: optionalText({ max: 100 }),
  /** Where the answer is mailed to, if wanted; stored sealed. */
  email: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text.trim() === "" ? undefined : text))
    .pipe(email().optional())
    .transform((address) => address ?? ""),
  /** A box people do not see: what fills in everything is a machine. */
  website: optionalText({ max: 100 }).refine((text) => text === "", "leaveEmpty"),
  /** The page it is about, as the link carried it; anything else is about the site as a whole. */
  about: optionalText({ max: 200 }),
  /** Made with the page: the same page sent twice is one complaint (double click, reload). */
  formNonce: rowId(),
});
export type ComplaintInput = z.output<typeof complaintForm>;

export const complaintStepForm = z.object({ intent: choice(plainComplaintSteps), reason: optionalText({ max: 500 }) });
export const complaintAnswerForm = z.object({
  outcome: choice(complaintOutcomes),
  answer: requiredText({ min: 10, max: 2000 }),
});
export const complaintTransferForm = z.object({
  authority: requiredLine({ min: 2, max: 100 }),
  transferReason: requiredText({ min: 5, max: 1000 }),
});
export const complaintFreezeForm = z.object({ freezeReason: requiredText({ min: 5, max: 1000 }) });
export const complaintLiftForm = z.object({ freezeId: rowId(), liftReason: requiredText({ min: 5, max: 1000 }) });
export const complaintPersonForm = z.object({ personId: rowId() });
export const complaintCodeForm = z.object({ code: requiredLine({ max: 40 }) });
