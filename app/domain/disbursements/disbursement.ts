/**
 * Money out: from the charity's account to a supplier or a household. Proposer, payer and confirmer are three people in any
 * combination of roles, and the database refuses two of them being the same (D6).
 */
import type { Transition } from "../transitions.ts";

export const disbursementStates = ["proposed", "approved", "paid_out", "confirmed", "rejected", "returned"] as const;
export type DisbursementState = (typeof disbursementStates)[number];

/** What the money is for: the need itself, or the cost of running it. */
export const costKinds = ["direct", "operating"] as const;
export type CostKind = (typeof costKinds)[number];

/** How the recipient's side says that it arrived (S101, D6). */
export const confirmationMethods = ["code", "signature", "officer"] as const;
export type ConfirmationMethod = (typeof confirmationMethods)[number];

export const disbursementTransitions = [
  { from: "proposed", event: "pay_out", to: "paid_out", label: "拨付", who: "charity" },
  { from: "proposed", event: "approve", to: "approved", label: "批准", who: "charity, a person who does not pay" },
  { from: "proposed", event: "reject", to: "rejected", label: "不予拨付", who: "charity" },
  { from: "approved", event: "pay_out", to: "paid_out", label: "拨付", who: "charity" },
  { from: "approved", event: "reject", to: "rejected", label: "不予拨付", who: "charity" },
  { from: "paid_out", event: "confirm", to: "confirmed", label: "确认收到", who: "recipient side" },
  { from: "paid_out", event: "return", to: "returned", label: "退回", who: "charity" },
] as const satisfies readonly Transition<DisbursementState, string>[];

/** Wrong codes until the slip is worthless: a third person confirms then, or hands over a new slip. */
export const confirmationTriesAllowed = 5;

/** Rules of the place (jurisdiction settings) that money out follows; where none is set, the rule does not apply. */
export const disbursementSettings = {
  /** Fen; a payment above it needs an approval before it (A12). */
  approvalAboveFen: "disbursement.approvalAboveFen",
  /** Days after the payment in which the recipient's side should have confirmed (S101). */
  confirmWithinDays: "disbursement.confirmWithinDays",
} as const;
