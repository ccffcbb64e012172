/** What anyone may send about a notice. */
import { z } from "zod";
import { optionalText, requiredText, rowId } from "../form-fields.ts";

export const objectionForm = z.object({
  content: requiredText({ min: 10, max: 2000 }),
  /** Name and phone, if the person wants to be asked back; stored sealed. */
  contact: optionalText({ max: 100 }),
  /** Made with the page: the same page sent twice is one objection (double click, reload). */
  formNonce: rowId(),
});
export type ObjectionInput = z.output<typeof objectionForm>;
