/**
 * A monthly gift: a card charged every month, directly to the charity's account (U4). Every charge is a donation of its own with its own
 * receipt. Only cards: Alipay and WeChat Pay are one-time. A failed charge is tried again on stated days; then the gift pauses (Q6).
 * When the need takes no more gifts, the monthly gift ends by itself. Each change asked of the provider is written down first (B8).
 */
import { offeredSurplusChoices, type SurplusChoice } from "../donations/donation.ts";
import type { Transition } from "../transitions.ts";

export const monthlyGiftStates = ["started", "active", "paused", "past_due", "cancelled", "ended"] as const;
export type MonthlyGiftState = (typeof monthlyGiftStates)[number];

export const monthlyGiftTransitions = [
  { from: "started", event: "activate", to: "active", label: "每月捐赠开始", who: "payment provider" },
  { from: "active", event: "pause", to: "paused", label: "暂停", who: "donor" },
  { from: "past_due", event: "pause", to: "paused", label: "暂停", who: "donor" },
  { from: "paused", event: "resume", to: "active", label: "恢复", who: "donor" },
  { from: "active", event: "miss", to: "past_due", label: "扣款失败，将重试", who: "payment provider" },
  { from: "past_due", event: "recover", to: "active", label: "重试成功", who: "payment provider" },
  { from: "past_due", event: "give_up", to: "paused", label: "多次扣款失败，已暂停", who: "system" },
  { from: "active", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "paused", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "past_due", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "active", event: "end", to: "ended", label: "需求不再收款，自动结束", who: "system" },
  { from: "past_due", event: "end", to: "ended", label: "需求不再收款，自动结束", who: "system" },
  { from: "paused", event: "end", to: "ended", label: "需求不再收款，自动结束", who: "system" },
] as const satisfies readonly Transition<MonthlyGiftState, string>[];
export type MonthlyGiftEvent = (typeof monthlyGiftTransitions)[number]["event"];

/** Gifts the provider may still charge: the ones a donor can change and that end with their need. */
export const goingOnStates = ["active", "paused", "past_due"] as const satisfies readonly MonthlyGiftState[];

export function isGoingOn(state: MonthlyGiftState): boolean {
  return goingOnStates.some((one) => one === state);
}

/** What the provider is asked to change. `give_up` pauses after the last failed try, `end` cancels because the need takes no more. */
export const monthlyChangeKinds = ["amount", "pause", "resume", "cancel", "give_up", "end", "card"] as const;
export type MonthlyChangeKind = (typeof monthlyChangeKinds)[number];

export const monthlyChangeOutcomes = ["open", "done", "refused", "superseded", "expired"] as const;

/** States in which a change may be asked for. */
export function mayChange(state: MonthlyGiftState, kind: MonthlyChangeKind): boolean {
  if (kind === "amount" || kind === "card") return isGoingOn(state);
  return monthlyGiftTransitions.some((transition) => transition.from === state && transition.event === kind);
}

/** Days after the first failed charge on which it is tried again; after the last one the gift pauses. Each failure is told by mail. */
export const retryAfterDays = [3, 7, 14] as const;

const dayMs = 86_400_000;

/** When a charge that has failed so many times is tried again; null: not any more. A late try moves the ones after it. */
export function nextRetryAfter(failedAttempts: number, failedAt: Date): Date | null {
  const due = retryAfterDays[failedAttempts - 1];
  if (due === undefined) return null;
  const before = failedAttempts < 2 ? 0 : (retryAfterDays[failedAttempts - 2] ?? 0);
  return new Date(failedAt.getTime() + (due - before) * dayMs);
}

/** The card is good, only the money was short: nobody is asked to type it again (Q6). */
export function isFundsShort(failureCode: string | null): boolean {
  return failureCode === "insufficient_funds";
}

/** Whether a card good until the end of `expiresMonth` (`YYYY-MM`) ends within the coming 30 days. */
export function isCardExpiring(expiresMonth: string | null, today: string): boolean {
  if (expiresMonth === null) return false;
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * dayMs).toISOString().slice(0, 7);
  return expiresMonth < soon;
}

/** What may become of a month's surplus: everything but sending it back, which would make a refund of every month. */
export function offeredMonthlySurplusChoices(need: { isHouseholdNeed: boolean }): readonly SurplusChoice[] {
  return offeredSurplusChoices(need).filter((choice) => choice !== "refund");
}

/** What a donor hears of by mail. */
export const monthlyNews = [
  "started",
  "amount_changed",
  "paused",
  "resumed",
  "cancelled",
  "ended",
  "charge_failed",
  "paused_after_failures",
  "card_replaced",
  "card_expiring",
] as const;
export type MonthlyNews = (typeof monthlyNews)[number];

/** The mail a finished change is told by. */
export const newsOfChange: Readonly<Record<MonthlyChangeKind, MonthlyNews>> = {
  amount: "amount_changed",
  pause: "paused",
  resume: "resumed",
  cancel: "cancelled",
  give_up: "paused_after_failures",
  end: "ended",
  card: "card_replaced",
};
