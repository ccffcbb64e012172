/**
 * Messages between the two sides of a pairing go through staff (S39): held when written, then released or refused with a reason by another
 * person, and only then read on the other side. No telephone number, account or ID number gets through.
 */
import type { Transition } from "../transitions.ts";

export const messageSides = ["helper", "village"] as const;
export type MessageSide = (typeof messageSides)[number];

export const messageStates = ["held", "released", "refused"] as const;
export type MessageState = (typeof messageStates)[number];

export const messageTransitions = [
  { from: "held", event: "release", to: "released", label: "转告", who: "staff of the place, another person" },
  { from: "held", event: "refuse", to: "refused", label: "不转", who: "staff of the place, another person" },
] as const satisfies readonly Transition<MessageState, string>[];
