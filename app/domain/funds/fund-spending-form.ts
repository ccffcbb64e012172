import { z } from "zod";
import { money, optionalText, requiredLine, requiredText } from "../form-fields.ts";

/** The project of the library; for work expenses, which are none, the place instead (S100). */
export const proposeSpendingForm = z.object({
  purpose: requiredLine({ max: 40 }),
  description: requiredLine({ min: 4, max: 80 }),
  amount: money({ minFen: 1n }),
  payeeName: requiredLine({ max: 60 }),
  documentNumber: requiredLine({ max: 60 }),
  projectId: optionalText({ max: 40 }),
  regionCode: optionalText({ max: 12 }),
});
export type ProposeSpendingInput = z.output<typeof proposeSpendingForm>;

const spendingId = z.string();
export const approveSpendingForm = z.object({ spendingId });
export const rejectSpendingForm = z.object({ spendingId, words: requiredLine({ min: 4, max: 200 }) });
export const spendingResultForm = z.object({ spendingId, words: requiredText({ min: 4, max: 200 }) });
