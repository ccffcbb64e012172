import { z } from "zod";
import { requiredLine } from "../form-fields.ts";

const subject = requiredLine({ max: 255 });

/** The page has several forms: one per alarm, one per event. */
export const alarmActionForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("put_away"), id: subject, note: requiredLine({ max: 300 }) }),
  z.object({ intent: z.literal("try_dead"), id: subject }),
  z.object({ intent: z.literal("try_parked"), id: subject }),
]);
