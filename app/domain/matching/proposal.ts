/**
 * A proposal brings one need and one intent together and says why (S37, D1). It binds nobody: accepting makes a pledge by the pledge's own rules,
 * declining needs a reason, and what nobody answers expires. Score, reasons, weights' version and the hash of the facts are kept as they were.
 */
import type { Transition } from "../transitions.ts";

export const proposalStates = ["proposed", "accepted", "declined", "expired", "withdrawn"] as const;
export type ProposalState = (typeof proposalStates)[number];

export const proposalTransitions = [
  { from: "proposed", event: "accept", to: "accepted", label: "接受", who: "helper" },
  { from: "proposed", event: "decline", to: "declined", label: "婉拒", who: "helper" },
  { from: "proposed", event: "expire", to: "expired", label: "过期", who: "system" },
  { from: "proposed", event: "withdraw", to: "withdrawn", label: "撤回", who: "town or county verifier" },
] as const satisfies readonly Transition<ProposalState, string>[];
export type ProposalEvent = (typeof proposalTransitions)[number]["event"];

export const declineCodes = ["not_now", "too_much", "too_far", "other_plan", "related", "other"] as const;
export type DeclineCode = (typeof declineCodes)[number];

/** How long a proposal waits for its answer. */
export const proposalDays = 14;
/** How many proposals a helper or a need is shown at once. */
export const proposalsShown = 10;
