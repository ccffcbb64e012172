/**
 * 捐赠意向: what somebody is ready to give before having chosen for whom (S37, S38, S40). It promises nothing: only the pledge that comes out of
 * an accepted proposal binds (L12). Any helper may leave one; an organization once it is verified. While it is open and has room, needs are
 * proposed to it.
 */
import type { NeedCategory, NeedType } from "../needs/need.ts";
import type { Transition } from "../transitions.ts";

export const intentStates = ["open", "paused", "fulfilled", "expired", "withdrawn"] as const;
export type IntentState = (typeof intentStates)[number];

export const intentTransitions = [
  { from: "open", event: "pause", to: "paused", label: "暂停", who: "helper" },
  { from: "paused", event: "resume", to: "open", label: "继续", who: "helper" },
  { from: "open", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "paused", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "open", event: "fulfil", to: "fulfilled", label: "已全部对接", who: "system" },
  { from: "open", event: "expire", to: "expired", label: "到期", who: "system" },
  { from: "paused", event: "expire", to: "expired", label: "到期", who: "system" },
] as const satisfies readonly Transition<IntentState, string>[];
export type IntentEvent = (typeof intentTransitions)[number]["event"];

export const helperKinds = ["individual", "enterprise", "organization", "hospital", "expert"] as const;
export type HelperKind = (typeof helperKinds)[number];

export const intentWhats = ["money", "goods", "jobs", "purchase", "skill", "clinic"] as const;
export type IntentWhat = (typeof intentWhats)[number];

/** Which needs an offer can meet (S36). */
export const needTypesOf: Readonly<Record<IntentWhat, readonly NeedType[]>> = {
  money: ["money", "project"],
  goods: ["goods", "project"],
  jobs: ["job"],
  purchase: ["sales"],
  skill: ["service"],
  clinic: ["service"],
};

/** Clinic days are for what a doctor can do. */
export const clinicCategories = ["medical", "elderly_care"] as const satisfies readonly NeedCategory[];

/** For whom, as far as the public page of a need tells: the village itself, or why the household is on file (S10, D4). */
export const householdKinds = ["village", "disability", "illness", "old_age", "schooling", "other"] as const;
export type HouseholdKind = (typeof householdKinds)[number];

/** Money and purchases are so many fen; everything else is counted: items, posts, hours, days. */
export function isCountedInFen(what: IntentWhat): boolean {
  return what === "money" || what === "purchase";
}

/** Persons speak for themselves, everybody else through an organization. */
export function isPerson(kind: HelperKind): boolean {
  return kind === "individual" || kind === "expert";
}

/** Days of the clinic need a hospital or an expert. */
export function mayOffer(kind: HelperKind, what: IntentWhat): boolean {
  if (what === "clinic") return kind === "hospital" || kind === "expert";
  if (what === "jobs") return kind === "enterprise" || kind === "organization" || kind === "hospital";
  return true;
}

/** At most so many needs may be helped from one intent. */
export const mostNeeds = 50;
/** An intent further away than two years is no plan. */
export const longestIntentDays = 731;
