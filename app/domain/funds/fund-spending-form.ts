import { z } from "zod";
import { money, requiredLine, requiredText } from "../form-fields.ts";

export const proposeSpendingForm = z.object({
  purpose: requiredLine({ max: 40 }),
  description: requiredLine({ min: 4, max: 80 }),
  amount: money({ minFen: 1n }),
  payeeName: requiredLine({ max: 60 }),
  documentNumber: requiredLine({ max: 60 }),
  regionCode: requiredLine({ max: 12 }),
});
export type ProposeSpendingInput = z.output<typeof proposeSpendingForm>;

const spendingId = z.string();
export const approveSpendingForm = z.object({ spendingId });
export const rejectSpendingForm = z.object({ spendingId, words: requiredLine({ min: 4, max: 200 }) });
export const spendingResultForm = z.object({ spendingId, words: requiredText({ min: 4, max: 200 }) });
