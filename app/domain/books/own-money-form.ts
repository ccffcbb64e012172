import { z } from "zod";
import { calendarDay, money, optionalText, requiredLine, rowId } from "../form-fields.ts";

/** Own money paid in. `today` is the day in China: nothing is paid tomorrow. */
export function ownMoneyForm(today: string) {
  return z.object({
    intent: z.literal("record"),
    charityId: rowId(),
    amount: money({ minFen: 1n }),
    documentNumber: requiredLine({ max: 40 }),
    paidOn: calendarDay().refine((day) => day <= today, "dayInFuture"),
    note: optionalText({ max: 200 }),
  });
}

export const decideOwnMoneyForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("approve"), ownMoneyId: rowId() }),
  z.object({ intent: z.literal("reject"), ownMoneyId: rowId(), reason: requiredLine({ max: 200 }) }),
]);
