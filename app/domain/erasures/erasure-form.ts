import { z } from "zod";
import { requiredText, rowId } from "../form-fields.ts";
import { readRecordName } from "./retention.ts";

const mostAtOnce = 50;
const why = requiredText({ min: 5, max: 300 });

export const proposeErasureForm = z.object({
  intent: z.literal("propose"),
  reason: why,
});

/** The two steps of the page of one file. */
export const erasureForm = z.discriminatedUnion("intent", [
  proposeErasureForm,
  z.object({ intent: z.literal("erase") }),
]);

const recordName = z.string().refine((text) => readRecordName(text) !== null, "required");

/** The two steps of the list of what is due: one reason for several records; each is then erased by itself. */
export const dueErasureForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("propose"),
    records: z.array(recordName, "required").min(1, "required").max(mostAtOnce),
    reason: why,
  }),
  z.object({ intent: z.literal("erase"), erasureId: rowId() }),
]);
export type DueErasureInput = { intent: string; records: string[]; reason: string };
