/**
 * The weekly round: all open needs and intents assigned as a whole (D1, S37). It is computed from a snapshot that is kept with its hash, so that
 * anybody with the snapshot gets the same round. Each county sees its part, may change single assignments with a reason, and releases it by two
 * people; only then proposals come out of it.
 */
import { addDays } from "../clock.ts";
import type { Transition } from "../transitions.ts";

export const roundStates = ["requested", "computing", "proposed", "failed"] as const;
export type RoundState = (typeof roundStates)[number];

export const roundTransitions = [
  { from: "requested", event: "compute", to: "computing", label: "计算", who: "system" },
  { from: "computing", event: "propose", to: "proposed", label: "提出", who: "system" },
  { from: "computing", event: "fail", to: "failed", label: "失败", who: "system" },
] as const satisfies readonly Transition<RoundState, string>[];

export const partStates = ["proposed", "checked", "released", "discarded"] as const;
export type PartState = (typeof partStates)[number];

export const partTransitions = [
  { from: "proposed", event: "change", to: "proposed", label: "改动", who: "county verifier" },
  { from: "checked", event: "change", to: "proposed", label: "改动后重新核对", who: "county verifier" },
  { from: "proposed", event: "check", to: "checked", label: "核对", who: "county verifier" },
  { from: "checked", event: "release", to: "released", label: "发布", who: "another county verifier" },
  { from: "proposed", event: "discard", to: "discarded", label: "作废", who: "county verifier" },
  { from: "checked", event: "discard", to: "discarded", label: "作废", who: "county verifier" },
] as const satisfies readonly Transition<PartState, string>[];
/** Who works on a county's part. */
export const roundRoles = ["county_verifier"] as const;

/** The Monday of a day's week (China's calendar): the name of the week's round. */
export function weekOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

export type PartEvent = (typeof partTransitions)[number]["event"];
