/**
 * Bank statements of a charity (Q19): what the bank says moved on the charity's account, beside what the books say. A statement is read into
 * a preview, and accepted or discarded as a whole; its lines are then never rewritten. A line is paired with one posting of the ledger, or
 * marked as none of our business, by a person; a pairing moves no money and never writes the ledger, and it can be undone with a reason.
 */
import type { Transition } from "../transitions.ts";

export const statementStates = ["preview", "accepted", "discarded"] as const;
export type StatementState = (typeof statementStates)[number];
export type StatementEvent = "upload" | "map" | "accept" | "discard";

export const statementTransitions = [
  { from: "preview", event: "map", to: "preview", who: "a member of the charity", label: "改列" },
  { from: "preview", event: "accept", to: "accepted", who: "a member of the charity", label: "入账对照" },
  { from: "preview", event: "discard", to: "discarded", who: "a member of the charity", label: "放弃" },
] as const satisfies readonly Transition<StatementState, StatementEvent>[];

/** What a line is settled with: a posting of our ledger, or a reason why it is none of ours (the charity's wages). */
export const matchKinds = ["booking", "not_ours"] as const;
export type MatchKind = (typeof matchKinds)[number];

export type LineState = "open" | MatchKind;
export const lineTransitions = [
  { from: "open", event: "match", to: "booking", who: "a member of the charity", label: "与账目对上" },
  { from: "open", event: "set_aside", to: "not_ours", who: "a member of the charity", label: "不在本站记账" },
  { from: "booking", event: "undo", to: "open", who: "a member of the charity", label: "撤销" },
  { from: "not_ours", event: "undo", to: "open", who: "a member of the charity", label: "撤销" },
] as const satisfies readonly Transition<LineState, string>[];

/** Kinds of postings that reach the charity's bank account. */
export const bookingKinds = [
  "payout",
  "donation",
  "disbursement_paid",
  "disbursement_returned",
  "own_money",
  "refund_paid",
  "refund_failed",
] as const;

/** A posting without a line of the bank is a difference once so many working days went by: banks settle within two, holidays apart. */
export const bookingWithoutLineWorkingDays = 5;

/** What one upload may hold: years of a small charity's account. The page judges it in one go. */
export const statementLimits = { uploadBytes: 5 * 1024 * 1024, rows: 10_000 } as const;

/** What the lines of the bank say beyond day and amount: sealed, because it names people. */
export type LineDetails = { name: string; number: string; memo: string };
