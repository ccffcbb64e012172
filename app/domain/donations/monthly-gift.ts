/**
 * A monthly gift: a card charged every month, directly to the charity's account (U4). Every charge is a donation of its own with its own
 * receipt. Only cards: Alipay and WeChat Pay are one-time. A failed charge is tried again on stated days; then the gift pauses (Q6).
 */
import type { Transition } from "../transitions.ts";

export const monthlyGiftStates = ["started", "active", "paused", "past_due", "cancelled", "ended"] as const;
export type MonthlyGiftState = (typeof monthlyGiftStates)[number];

/** Days after a failed charge on which it is tried again; after the last one the gift pauses. Each failure is told by mail. */
export const retryAfterDays = [3, 7, 14] as const;

export const monthlyGiftTransitions = [
  { from: "started", event: "activate", to: "active", label: "每月捐赠开始", who: "payment provider" },
  { from: "active", event: "pause", to: "paused", label: "暂停", who: "donor" },
  { from: "past_due", event: "pause", to: "paused", label: "暂停", who: "donor" },
  { from: "paused", event: "resume", to: "active", label: "恢复", who: "donor" },
  { from: "active", event: "miss", to: "past_due", label: "扣款失败，将重试", who: "payment provider" },
  { from: "past_due", event: "recover", to: "active", label: "重试成功", who: "payment provider" },
  { from: "past_due", event: "give_up", to: "paused", label: "多次扣款失败，已暂停", who: "system" },
  { from: "started", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "active", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "paused", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "past_due", event: "cancel", to: "cancelled", label: "取消", who: "donor" },
  { from: "active", event: "end", to: "ended", label: "需求已满，自动结束", who: "system" },
  { from: "past_due", event: "end", to: "ended", label: "需求已满，自动结束", who: "system" },
  { from: "paused", event: "end", to: "ended", label: "需求已满，自动结束", who: "system" },
] as const satisfies readonly Transition<MonthlyGiftState, string>[];
