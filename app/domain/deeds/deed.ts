/**
 * 一年一件实事 (S50): each year a helper does at least one concrete thing for its village; it reports it with evidence, and the village says
 * whether it was so. Each deed is of one of five ways to help (S51).
 */
import type { Transition } from "../transitions.ts";

/** 投资、商贸、就业、智力、志愿. */
export const helpWays = ["invest", "trade", "employ", "knowledge", "volunteer"] as const;
export type HelpWay = (typeof helpWays)[number];

export const deedStates = ["reported", "confirmed", "returned"] as const;
export type DeedState = (typeof deedStates)[number];

export const deedTransitions = [
  { from: "reported", event: "confirm", to: "confirmed", label: "村里确认", who: "consenters of the kind" },
  { from: "reported", event: "return", to: "returned", label: "退回", who: "consenters of the kind" },
  { from: "returned", event: "report", to: "reported", label: "重新提交", who: "helper" },
] as const satisfies readonly Transition<DeedState, string>[];
