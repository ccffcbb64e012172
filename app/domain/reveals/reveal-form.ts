import { z } from "zod";
import { requiredText } from "../form-fields.ts";

/** What is sealed of a file (F5, F8). */
export const revealKinds = ["phone", "bank_account", "id_number", "diagnosis", "guardian"] as const;
export type RevealKind = (typeof revealKinds)[number];

/** What may be shown: the household's phone or account, or a field of the member at a place in the file. Never an id (F14). */
const fieldPattern = /^(phone|bank_account|(id_number|diagnosis|guardian)-\d{1,3})$/;

export const revealForm = z.object({
  field: z.string({ error: "required" }).regex(fieldPattern, "required"),
  reason: requiredText({ min: 5, max: 200 }),
});
export type RevealInput = z.infer<typeof revealForm>;
