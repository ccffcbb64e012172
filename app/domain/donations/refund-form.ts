import { z } from "zod";
import { money, requiredLine, requiredText } from "../form-fields.ts";

const longestReason = 500;

/** How much shall go back, and why. Up to what is left is the command's business: it changes by the minute. */
export const refundForm = z.object({
  amount: money(),
  reason: requiredText({ max: longestReason }),
});
export type RefundInput = z.input<typeof refundForm>;

/** The charity's answer no; the donor reads the reason. */
export const rejectRefundForm = z.object({ reason: requiredText({ max: longestReason }) });

/** A bank transfer that was sent back by bank: the number of the bank's slip. */
export const bankRefundForm = z.object({ documentNumber: requiredLine({ max: 40 }) });

/** Agreeing takes no more than the button. */
export const approveRefundForm = z.object({ intent: z.literal("approve") });
