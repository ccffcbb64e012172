import { z } from "zod";
import { requiredText } from "../form-fields.ts";

export const proposeErasureForm = z.object({
  intent: z.literal("propose"),
  reason: requiredText({ min: 5, max: 300 }),
});

/** The two steps of the page. */
export const erasureForm = z.discriminatedUnion("intent", [
  proposeErasureForm,
  z.object({ intent: z.literal("erase") }),
]);
