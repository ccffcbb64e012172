/** What one side writes to the other through staff (S39): no telephone, account or ID number. */
import { z } from "zod";
import { optionalText, requiredText } from "../form-fields.ts";
import { findForbidden } from "../needs/public-text-gate.ts";

export const messageForm = z.object({
  body: requiredText({ min: 2, max: 1000 }).refine((text) => findForbidden(text, []).length === 0, "contactInText"),
});
export const releaseMessageForm = z.object({
  messageId: z.string({ error: "required" }),
  note: optionalText({ max: 300 }),
});
export const refuseMessageForm = z.object({
  messageId: z.string({ error: "required" }),
  note: requiredText({ min: 2, max: 300 }),
});
