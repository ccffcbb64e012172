/** Inputs by which a charity records what it owed and did (D11). A statement is public: what was done, for whom, with what money. */
import { z } from "zod";
import { calendarDay, optionalText, requiredLine, requiredText, rowId } from "../form-fields.ts";

const statement = requiredText({ min: 10, max: 1000 });

/** Where the full text can be read; empty: nowhere but here. */
const recordUrl = optionalText({ max: 300 }).refine(
  (text) => text === "" || /^https?:\/\/[^\s]+$/.test(text),
  "invalidUrl",
);

export const discloseForm = z.object({ needId: rowId(), statement, recordUrl });
export const annualReportForm = z.object({ statement, recordUrl });
/** The id is hidden: one that is none is simply not there. */
export const evaluatePartnerForm = z.object({ dutyId: z.string(), statement, recordUrl });

export function endCooperationForm(today: string) {
  return z.object({
    partnerName: requiredLine({ min: 2, max: 60 }),
    endedOn: calendarDay().refine((day) => day <= today, "dateInFuture"),
  });
}
