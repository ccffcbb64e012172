import { z } from "zod";
import { requiredText } from "../form-fields.ts";

/** What may be shown of a file: the phone, or the ID number of the member at a place in it. Never an id (F14). */
const fieldPattern = /^(phone|id_number-\d{1,3})$/;

export const revealForm = z.object({
  field: z.string({ error: "required" }).regex(fieldPattern, "required"),
  reason: requiredText({ min: 5, max: 200 }),
});
export type RevealInput = z.infer<typeof revealForm>;
