/**
 * A refund takes money back from its purposes the moment it is approved, so that nobody can spend it meanwhile, and from the charity's
 * account when the provider has paid it. One that fails is booked back to where there is room. Only what is not spent yet can go back.
 */

import type { StaffRole } from "../actor.ts";
import type { Fen } from "../money.ts";
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
/** For a way of paying we do not know: the shortest window. */
const shortestWindowDays = 90;

export type RefundableGift = {
  channel: "online" | "offline";
  paymentMethod: string | null;
  paidAt: Date | null;
  isDisputed: boolean;
  /** What lies unspent of the payment and nobody has asked for yet. */
  refundableFen: Fen;
};

/** Why nothing can go back through the channel it came by; null: something can. */
export type NoRefundReason = "not_paid" | "disputed" | "window_over" | "nothing_left";

/** The last moment at which the channel sends a payment back; null for bank transfers, which have no window. */
export function refundWindowEnd(gift: Pick<RefundableGift, "channel" | "paymentMethod" | "paidAt">): Date | null {
  if (gift.channel === "offline" || gift.paidAt === null) return null;
  const days = refundWindowDays[gift.paymentMethod ?? ""] ?? shortestWindowDays;
  return new Date(gift.paidAt.getTime() + days * 86_400_000);
}

/** Whether money of a gift can go back now; said before anybody fills in a form (B12). */
export function whyNoRefund(gift: RefundableGift, at: Date): NoRefundReason | null {
  if (gift.paidAt === null) return "not_paid";
  if (gift.isDisputed) return "disputed";
  const end = refundWindowEnd(gift);
  if (end !== null && end < at) return "window_over";
  return gift.refundableFen === 0n ? "nothing_left" : null;
}

/** Staff who may look at all charities' refunds and disputes of their region, and change nothing (D6). */
export const refundReaderRoles = [
  "supervisor",
  "auditor",
  "county_verifier",
  "platform_admin",
] as const satisfies readonly StaffRole[];
