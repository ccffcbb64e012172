/**
 * 抽查回访 (D6): of the payments that were confirmed in a month, a share of each town is called back by people who had no part in them. Nobody
 * chooses the sample: its seed is the first root of the hash chain published for a day after that month, and anyone can draw it again. A
 * mismatch raises an alarm and marks payment and need; it freezes nothing by itself, for a person must look first.
 */
import type { Transition } from "../transitions.ts";

export const callbackStates = ["drawn", "unreached", "confirmed", "mismatched"] as const;
export type CallbackState = (typeof callbackStates)[number];

export const callbackTransitions = [
  { from: "drawn", event: "miss", to: "unreached", label: "没有联系上", who: "somebody with no part in the payment" },
  { from: "drawn", event: "confirm", to: "confirmed", label: "回访一致", who: "somebody with no part in the payment" },
  { from: "drawn", event: "differ", to: "mismatched", label: "回访不符", who: "somebody with no part in the payment" },
  { from: "unreached", event: "miss", to: "unreached", label: "仍没有联系上", who: "the same" },
  { from: "unreached", event: "confirm", to: "confirmed", label: "回访一致", who: "the same" },
  { from: "unreached", event: "differ", to: "mismatched", label: "回访不符", who: "the same" },
] as const satisfies readonly Transition<CallbackState, string>[];

export const receivedAnswers = ["full", "part", "not"] as const;
export type ReceivedAnswer = (typeof receivedAnswers)[number];

/** Whole percent of a month's confirmed payments of a town that is called back, at least one; a rule of the place, never a constant. */
export const callbackPercentKey = "callback.percent";

export type CallbackAnswer =
  | { reached: false; words: string }
  | { reached: true; received: ReceivedAnswer; amountFen: bigint; receivedOn: string | null; words: string };

/** What an answer means: the whole sum, as it stands in the books, is the only one that agrees. */
export function stateOfAnswer(answer: CallbackAnswer, paidFen: bigint): CallbackState {
  if (!answer.reached) return "unreached";
  return answer.received === "full" && answer.amountFen === paidFen ? "confirmed" : "mismatched";
}
