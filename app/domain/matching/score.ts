/**
 * Why a need is proposed to a helper (D1): hard rules first, then reasons with their points. Everything is a fact of the register or a choice of
 * the helper; no text is read, so the wording of a need cannot move it. The sum of the points is the score, in thousandths, and nothing else
 * decides; equal scores are ordered by public code. `need-facts-queries.server.ts` says where each fact comes from.
 */
import type { HelperKind, HouseholdKind, IntentWhat } from "../intents/intent.ts";
import { clinicCategories, mayOffer, needTypesOf } from "../intents/intent.ts";
import type { NeedCategory, NeedType } from "../needs/need.ts";
import { homeReason, type WeightKey, type Weights } from "./weights.ts";

export type NeedFacts = {
  publicCode: string;
  regionCode: string;
  type: NeedType;
  category: NeedCategory;
  householdKind: HouseholdKind;
  /** Published, with standing consent. */
  isOpen: boolean;
  /** A complaint holds its money. */
  isFrozen: boolean;
  /** Whether money, or something that is counted (items, hours, posts, purchases), is still missing. */
  missesMoney: boolean;
  missesQuantity: boolean;
  nobodyHelps: boolean;
  isVillageWithoutEnterprise: boolean;
  isDeepPoverty: boolean;
  isPoorVillage: boolean;
  /** Full months of 30 days since it was published. */
  waitingMonths: number;
};

export type IntentFacts = {
  publicCode: string;
  helperKind: HelperKind;
  what: IntentWhat;
  regionCodes: readonly string[];
  homeCode: string | null;
  categories: readonly NeedCategory[];
  householdKinds: readonly HouseholdKind[];
  isStrict: boolean;
  isOpen: boolean;
  /** How many more needs it may help. */
  freeNeeds: number;
  /** Needs of related households, needs it declined or already helps (L11, S40): never proposed. */
  relatedNeeds: readonly string[];
  excludedNeeds: readonly string[];
  /** Region subtrees in which the helper's people decide on needs as staff (L11). */
  staffRegions: readonly string[];
};

export const refusalCodes = [
  "need_closed",
  "need_frozen",
  "nothing_missing",
  "intent_closed",
  "no_capacity",
  "wrong_type",
  "not_eligible",
  "out_of_region",
  "not_wanted",
  "related",
  "excluded",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type ReasonCode = Exclude<WeightKey, "waiting_month" | "waiting_months_most"> | "waiting";
/** `value` is what the words need: a region, a category, a kind, a number of months. */
export type Reason = { code: ReasonCode; points: number; value: string };

export type Score =
  | { isEligible: false; refusals: RefusalCode[] }
  | { isEligible: true; points: number; reasons: Reason[]; counterfactuals: Reason[] };

/** The hard rules: who may be proposed to whom at all. */
export function refusalsOf(need: NeedFacts, intent: IntentFacts): RefusalCode[] {
  const isClinic = intent.what === "clinic";
  const misses = intent.what === "money" ? need.missesMoney : need.missesQuantity;
  const rules: readonly (readonly [boolean, RefusalCode])[] = [
    [!need.isOpen, "need_closed"],
    [need.isFrozen, "need_frozen"],
    [!misses, "nothing_missing"],
    [!intent.isOpen, "intent_closed"],
    [intent.freeNeeds < 1, "no_capacity"],
    [!needTypesOf[intent.what].includes(need.type), "wrong_type"],
    [
      !mayOffer(intent.helperKind, intent.what) ||
        (isClinic && !clinicCategories.some((category) => category === need.category)),
      "not_eligible",
    ],
    [
      intent.regionCodes.length > 0 && !intent.regionCodes.some((code) => need.regionCode.startsWith(code)),
      "out_of_region",
    ],
    [intent.isStrict && !isWanted(need, intent), "not_wanted"],
    [
      intent.relatedNeeds.includes(need.publicCode) ||
        intent.staffRegions.some((code) => need.regionCode.startsWith(code)),
      "related",
    ],
    [intent.excludedNeeds.includes(need.publicCode), "excluded"],
  ];
  return rules.flatMap(([isBroken, code]) => (isBroken ? [code] : []));
}

function isWanted(need: NeedFacts, intent: IntentFacts): boolean {
  return (
    (intent.categories.length === 0 || intent.categories.includes(need.category)) &&
    (intent.householdKinds.length === 0 || intent.householdKinds.includes(need.householdKind))
  );
}

const specialGroups: readonly HouseholdKind[] = ["disability", "illness", "old_age"];

/** The reasons that are the same whoever helps. Their sum is the order of the sorted lists (`candidate-lists.ts`). */
export function needReasons(need: NeedFacts, weights: Weights): Reason[] {
  const county = need.regionCode.slice(0, 6);
  const months = Math.min(need.waitingMonths, weights.waiting_months_most);
  return present([
    [need.nobodyHelps, "nobody_helps", weights.nobody_helps, need.publicCode],
    [
      need.isVillageWithoutEnterprise,
      "village_without_enterprise",
      weights.village_without_enterprise,
      need.regionCode,
    ],
    [need.isDeepPoverty, "deep_poverty", weights.deep_poverty, county],
    [need.isPoorVillage, "poor_village", weights.poor_village, need.regionCode],
    [specialGroups.includes(need.householdKind), "special_group", weights.special_group, need.householdKind],
    [months > 0, "waiting", months * weights.waiting_month, String(months)],
  ]);
}

/** The reasons that come from what the helper said. */
export function pairReasons(need: NeedFacts, intent: IntentFacts, weights: Weights): Reason[] {
  const home = homeReason(intent.homeCode, need.regionCode);
  return [
    ...(home === null ? [] : present([[true, home.key, weights[home.key], home.code]])),
    ...wishReasons(need, intent, weights),
  ];
}

/** What the chosen categories and kinds are worth for a need. */
export function wishReasons(
  need: Pick<NeedFacts, "category" | "householdKind">,
  intent: Pick<IntentFacts, "categories" | "householdKinds">,
  weights: Weights,
): Reason[] {
  return present([
    [intent.categories.includes(need.category), "category_wanted", weights.category_wanted, need.category],
    [
      intent.householdKinds.includes(need.householdKind),
      "household_kind_wanted",
      weights.household_kind_wanted,
      need.householdKind,
    ],
  ]);
}

/** What would move it up: a choice the helper has left open, and the next month of waiting (D1). */
export function counterfactualsOf(need: NeedFacts, intent: IntentFacts, weights: Weights): Reason[] {
  return present([
    [intent.categories.length === 0, "category_wanted", weights.category_wanted, need.category],
    [intent.householdKinds.length === 0, "household_kind_wanted", weights.household_kind_wanted, need.householdKind],
    [intent.homeCode === null, "home_county", weights.home_county, need.regionCode.slice(0, 6)],
    [need.waitingMonths < weights.waiting_months_most, "waiting", weights.waiting_month, "1"],
  ]);
}

/** Eligible and why, or not and why not. Pure: the same facts give the same answer on any machine. */
export function scoreProposal(need: NeedFacts, intent: IntentFacts, weights: Weights): Score {
  const refusals = refusalsOf(need, intent);
  if (refusals.length > 0) return { isEligible: false, refusals };
  const reasons = [...pairReasons(need, intent, weights), ...needReasons(need, weights)].sort(byPoints);
  return {
    isEligible: true,
    points: pointsOf(reasons),
    reasons,
    counterfactuals: counterfactualsOf(need, intent, weights),
  };
}

export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

/** The best first; equal points by public code, so that no order of input can decide. */
export function byScore(a: { points: number; publicCode: string }, b: { points: number; publicCode: string }): number {
  return b.points - a.points || (a.publicCode < b.publicCode ? -1 : a.publicCode > b.publicCode ? 1 : 0);
}

function byPoints(a: Reason, b: Reason): number {
  return b.points - a.points || (a.code < b.code ? -1 : 1);
}

function present(rows: readonly (readonly [boolean, ReasonCode, number, string])[]): Reason[] {
  return rows.flatMap(([isThere, code, points, value]) => (isThere && points > 0 ? [{ code, points, value }] : []));
}
