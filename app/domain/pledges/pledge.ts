/**
 * A pledge is a promise (goods × quantity, hours, money later), kept apart from money paid. Quantities balance at every stage:
 * pledged ≥ received ≥ delivered, and what is released returns to the pool (S93). The recipient's side signs last.
 */
import type { Transition } from "../transitions.ts";

export const pledgeStates = [
  "pledged",
  "accepted",
  "received",
  "checked",
  "delivered",
  "fulfilled",
  "withdrawn",
  "overdue",
  "released",
  "declined",
] as const;
export type PledgeState = (typeof pledgeStates)[number];

export const pledgeTransitions = [
  { from: "pledged", event: "accept", to: "accepted", label: "接受认领", who: "village officer" },
  { from: "pledged", event: "decline", to: "declined", label: "婉拒", who: "village officer" },
  { from: "pledged", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "accepted", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "accepted", event: "receive", to: "received", label: "收到", who: "village officer" },
  { from: "overdue", event: "receive", to: "received", label: "收到", who: "village officer" },
  { from: "received", event: "receive", to: "received", label: "又收到一批", who: "village officer" },
  { from: "received", event: "check", to: "checked", label: "验收", who: "town verifier" },
  { from: "checked", event: "deliver", to: "delivered", label: "送达", who: "village officer" },
  { from: "delivered", event: "sign", to: "fulfilled", label: "签收", who: "recipient side" },
  { from: "accepted", event: "overdue", to: "overdue", label: "逾期", who: "system" },
  { from: "overdue", event: "release", to: "released", label: "释放", who: "village officer" },
] as const satisfies readonly Transition<PledgeState, string>[];
export type PledgeEvent = (typeof pledgeTransitions)[number]["event"];

/** The way of a pledge when all goes well, for showing what is done and what comes next (S93). */
export const pledgeWay = ["pledged", "accepted", "received", "checked", "delivered", "fulfilled"] as const;

/** States in which a pledge holds its whole quantity back for its helper. */
export const reservingPledgeStates = [
  "pledged",
  "accepted",
  "received",
  "checked",
  "overdue",
] as const satisfies readonly PledgeState[];

export const pledgeKinds = ["goods", "hours", "money_later"] as const;
export type PledgeKind = (typeof pledgeKinds)[number];

/** What every step of the recipient's side can be refused for. */
export type StaffPledgeError = "not_found" | "not_allowed" | "conflict";
