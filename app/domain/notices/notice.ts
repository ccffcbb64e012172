/**
 * 公示: what is going to be decided is put up where anyone can read it, masked, for at least the jurisdiction's full days (S7: 7 here).
 * It cannot close early; an objection pauses it until it is answered, and the paused time does not count.
 */
import type { Transition } from "../transitions.ts";

/** `household`: who is going to be on file; `exit`: who is going to leave it. */
export const noticeKinds = ["need", "allocation", "result", "household", "exit"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const noticeStates = ["open", "paused", "closed", "cancelled"] as const;
export type NoticeState = (typeof noticeStates)[number];

export const noticeTransitions = [
  { from: "open", event: "pause", to: "paused", label: "收到异议，暂停", who: "anyone (by objecting)" },
  { from: "paused", event: "resume", to: "open", label: "异议已答复，继续公示", who: "county verifier" },
  { from: "open", event: "close", to: "closed", label: "公示期满", who: "county verifier" },
  { from: "open", event: "cancel", to: "cancelled", label: "终止公示", who: "county verifier" },
  { from: "paused", event: "cancel", to: "cancelled", label: "异议成立，终止公示", who: "county verifier" },
] as const satisfies readonly Transition<NoticeState, string>[];

/** What is up now, and what is over: notices stay readable for good (S7). */
export const noticeViews = ["current", "past"] as const;
export type NoticeView = (typeof noticeViews)[number];

/** Saved views of staff on what is up (U21): what waits for an answer, what can be approved, what still runs. */
export const staffNoticeViews = ["paused", "due", "running"] as const;
export type StaffNoticeView = (typeof staffNoticeViews)[number];

export const objectionOutcomes = ["upheld", "dismissed"] as const;
export const objectionStates = ["received", "answered"] as const;
export type ObjectionState = (typeof objectionStates)[number];

const dayMilliseconds = 86_400_000;

/** The first instant at which a notice may close: `minDays` full days of 24 hours after it went up. */
export function earliestClose(openedAt: Date, minDays: number): Date {
  return new Date(openedAt.getTime() + minDays * dayMilliseconds);
}

/** The new earliest close after a pause: the paused time does not count towards the full days. */
export function closeAfterPause(closesNotBefore: Date, pausedAt: Date, resumedAt: Date): Date {
  return new Date(closesNotBefore.getTime() + Math.max(0, resumedAt.getTime() - pausedAt.getTime()));
}

type RunningNotice = { readonly state: NoticeState; readonly closesNotBefore: Date };

/** Whether the full days are over and nothing pauses it: only then may it close. */
export function isDue({ state, closesNotBefore }: RunningNotice, now: Date): boolean {
  return state === "open" && now.getTime() >= closesNotBefore.getTime();
}

/** Days still to run, begun days counted as whole; a paused notice stands still. 0 once the days are full. */
export function daysLeft(notice: RunningNotice & { readonly pausedAt: Date | null }, now: Date): number {
  const from = notice.state === "paused" && notice.pausedAt !== null ? notice.pausedAt : now;
  return Math.max(0, Math.ceil((notice.closesNotBefore.getTime() - from.getTime()) / dayMilliseconds));
}
