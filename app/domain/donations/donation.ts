/**
 * A donation is money paid through the charity's own account. What we store first is an intent; only a verified message from the
 * payment provider, re-fetched and compared, makes it paid (B1, B6). Every step converges: the same event twice, late, or in another
 * order ends in the same place. A need never holds more than its goal: the surplus goes where the donor chose beforehand (D10).
 */
import type { Transition } from "../transitions.ts";

export const donationStates = [
  "started",
  "pending",
  "paid",
  "settled",
  "expired",
  "failed",
  "partly_refunded",
  "refunded",
  "disputed",
  "lost",
  "quarantined",
] as const;
export type DonationState = (typeof donationStates)[number];

export const donationTransitions = [
  { from: "started", event: "open_checkout", to: "pending", label: "去支付", who: "donor" },
  { from: "expired", event: "open_checkout", to: "pending", label: "重新支付", who: "donor" },
  { from: "failed", event: "open_checkout", to: "pending", label: "重新支付", who: "donor" },
  { from: "pending", event: "pay", to: "paid", label: "支付成功", who: "payment provider" },
  { from: "started", event: "pay", to: "paid", label: "支付成功", who: "payment provider" },
  { from: "expired", event: "pay", to: "paid", label: "过期后到账", who: "payment provider" },
  { from: "failed", event: "pay", to: "paid", label: "重试后支付成功", who: "payment provider" },
  { from: "paid", event: "settle", to: "settled", label: "手续费已入账", who: "payment provider" },
  { from: "started", event: "expire", to: "expired", label: "超时未支付", who: "payment provider" },
  { from: "pending", event: "expire", to: "expired", label: "超时未支付", who: "payment provider" },
  { from: "pending", event: "fail", to: "failed", label: "支付失败", who: "payment provider" },
  { from: "settled", event: "refund_part", to: "partly_refunded", label: "部分退款", who: "payment provider" },
  { from: "paid", event: "refund_part", to: "partly_refunded", label: "部分退款", who: "payment provider" },
  { from: "settled", event: "refund_all", to: "refunded", label: "全额退款", who: "payment provider" },
  { from: "paid", event: "refund_all", to: "refunded", label: "全额退款", who: "payment provider" },
  { from: "partly_refunded", event: "refund_all", to: "refunded", label: "全额退款", who: "payment provider" },
  { from: "settled", event: "dispute", to: "disputed", label: "银行争议中", who: "payment provider" },
  { from: "paid", event: "dispute", to: "disputed", label: "银行争议中", who: "payment provider" },
  { from: "partly_refunded", event: "dispute", to: "disputed", label: "银行争议中", who: "payment provider" },
  { from: "disputed", event: "win", to: "settled", label: "争议胜出", who: "payment provider" },
  { from: "disputed", event: "lose", to: "lost", label: "争议败诉，款项退回", who: "payment provider" },
  { from: "pending", event: "quarantine", to: "quarantined", label: "金额或账户不符，待核查", who: "system" },
  { from: "started", event: "quarantine", to: "quarantined", label: "金额或账户不符，待核查", who: "system" },
] as const satisfies readonly Transition<DonationState, string>[];

/**
 * Donations whose money, or part of it, is in the charity's account: the only ones any total counts (A11). What a partly refunded one
 * still is worth is `amountFen - refundedFen`.
 */
export const paidDonationStates = [
  "paid",
  "settled",
  "partly_refunded",
  "disputed",
] as const satisfies readonly DonationState[];

/** Donations that were paid once, whatever became of them: their receipts exist, valid or void. */
export const receiptStates = [...paidDonationStates, "refunded", "lost"] as const satisfies readonly DonationState[];

export const donationChannels = ["online", "offline"] as const;
export type DonationChannel = (typeof donationChannels)[number];

/** Once, or a card charged every month (U4). */
export const giftFrequencies = ["once", "monthly"] as const;

/** Where money goes that the need no longer takes; chosen by the donor before paying (D10, L3). */
export const surplusChoices = ["same_household", "same_village", "same_category", "refund"] as const;
export type SurplusChoice = (typeof surplusChoices)[number];

/** What the form offers: a village's own need has no household to keep anything for. */
export function offeredSurplusChoices(need: { isHouseholdNeed: boolean }): readonly SurplusChoice[] {
  return need.isHouseholdNeed ? surplusChoices : surplusChoices.filter((choice) => choice !== "same_household");
}

/** Smallest gift: payment must convert above the smallest amount the provider settles (about 4 yuan), so U1's 1 yuan is out of reach. */
export const smallestGiftFen = 500n;
export const largestGiftFen = 10_000_000n;

/** How the public sees the donor: anonymous unless a name was given and showing it was ticked (U5, L17). */
export type PublicDonor = { readonly name: string } | { readonly name: null };
