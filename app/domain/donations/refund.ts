/**
 * A refund takes money back from its purposes the moment it is approved, so that nobody can spend it meanwhile, and from the charity's
 * account when the provider has paid it. One that fails is booked back to where there is room. Only what is not spent yet can go back.
 */
import type { Transition } from "../transitions.ts";

export const refundStates = ["requested", "approved", "pending", "succeeded", "failed", "rejected"] as const;
export type RefundState = (typeof refundStates)[number];

export const refundReasons = ["donor_request", "surplus", "duplicate", "charity_decision", "provider"] as const;
export type RefundReason = (typeof refundReasons)[number];

export const refundTransitions = [
  { from: "requested", event: "approve", to: "approved", label: "同意退款", who: "charity" },
  { from: "requested", event: "reject", to: "rejected", label: "不予退款", who: "charity" },
  { from: "approved", event: "send", to: "pending", label: "已交支付渠道", who: "system" },
  { from: "approved", event: "succeed", to: "succeeded", label: "已退回", who: "payment provider" },
  { from: "pending", event: "succeed", to: "succeeded", label: "已退回", who: "payment provider" },
  { from: "approved", event: "fail", to: "failed", label: "退款失败，款项已记回", who: "payment provider" },
  { from: "pending", event: "fail", to: "failed", label: "退款失败，款项已记回", who: "payment provider" },
  { from: "succeeded", event: "fail", to: "failed", label: "退款失败，款项已记回", who: "payment provider" },
] as const satisfies readonly Transition<RefundState, string>[];

/** `inquiry`: the bank only asks; the money stays, but nobody spends it until the bank is content. */
export const disputeStates = ["inquiry", "open", "won", "lost"] as const;
export type DisputeState = (typeof disputeStates)[number];

export const openDisputeStates = ["inquiry", "open"] as const satisfies readonly DisputeState[];

/** Days after payment in which each way of paying can be refunded; Alipay's and the card's are our cautious reading (B12, unconfirmed). */
export const refundWindowDays: Readonly<Record<string, number>> = { wechat_pay: 180, alipay: 90, card: 180 };
