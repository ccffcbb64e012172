/**
 * Which sorted lists hold the best proposals for an intent. Needs stand in lists by region subtree (country to village) and by bucket: one list
 * of everything that lacks the same, and one per category and kind. Each is sorted by the points that are the same for every helper, then by
 * public code. A list's bonus is what home and wishes add to each of its lines at least.
 *
 * Why the first k lines are enough, exactly: let x be among the k best, and L the most special list of the intent that holds x: its deepest common
 * division with home, and its exact bucket where a wish fits. L's bonus is all that x gets beyond its own points; whatever stands above x in L has
 * no fewer points of its own and gets at least the bonus of L, because a nearer home never counts less (`areWeightsSound`): it is no worse than
 * x. So fewer than k stand above x, and x is within the first k lines of L.
 * Further, where k different needs at the heads of other lists beat a list's head, nothing gets into the k best by that list: it can be left out
 * by its head alone.
 */
import { clinicCategories, type HouseholdKind, householdKinds, type IntentWhat, mayOffer } from "../intents/intent.ts";
import { type NeedCategory, needCategories } from "../needs/need.ts";
import { type IntentFacts, type NeedFacts, pointsOf, wishReasons } from "./score.ts";
import { homeReason, type Weights } from "./weights.ts";

export type CandidateList = { scopeCode: string; bucket: number; bonus: number };

/** What a list's needs lack. A project may lack money and things, and then stands in both lists. */
export const missingKinds = ["money", "goods", "service", "job", "sales", "project_money", "project_things"] as const;
export type MissingKind = (typeof missingKinds)[number];

const missingFor: Readonly<Record<IntentWhat, readonly MissingKind[]>> = {
  money: ["money", "project_money"],
  goods: ["goods", "project_things"],
  jobs: ["job"],
  purchase: ["sales"],
  skill: ["service"],
  clinic: ["service"],
};

/** What is still missing of a need, by its type; nothing where all is given or promised. */
export function missingKindsOf(need: Pick<NeedFacts, "type" | "missesMoney" | "missesQuantity">): MissingKind[] {
  const { type, missesMoney, missesQuantity } = need;
  if (type === "project") {
    return [
      ...(missesMoney ? (["project_money"] as const) : []),
      ...(missesQuantity ? (["project_things"] as const) : []),
    ];
  }
  return (type === "money" ? missesMoney : missesQuantity) ? [type] : [];
}

/** One number for what is missing × category × kind. */
export function bucketOf(missing: MissingKind, category: NeedCategory, householdKind: HouseholdKind): number {
  return (
    (missingKinds.indexOf(missing) * needCategories.length + needCategories.indexOf(category)) * householdKinds.length +
    householdKinds.indexOf(householdKind)
  );
}

/** The list of everything that lacks the same. */
export function wholeBucketOf(missing: MissingKind): number {
  return 1_000 + missingKinds.indexOf(missing);
}

/** The lists a need stands in, in each of its subtrees. */
export function bucketsOf(
  need: Pick<NeedFacts, "type" | "missesMoney" | "missesQuantity" | "category" | "householdKind">,
): number[] {
  return missingKindsOf(need).flatMap((missing) => [
    bucketOf(missing, need.category, need.householdKind),
    wholeBucketOf(missing),
  ]);
}

/** The subtrees of an intent, without those that lie inside another; the empty code is the whole country. */
export function outermost(regionCodes: readonly string[]): string[] {
  if (regionCodes.length === 0) return [""];
  return [...new Set(regionCodes)]
    .filter((code) => !regionCodes.some((other) => other !== code && code.startsWith(other)))
    .sort();
}

type RegionList = { scopeCode: string; bonus: number };

/** The subtrees with what home is worth there at least: the scopes, and inside them each division of home. */
function regionLists(intent: IntentFacts, weights: Weights): RegionList[] {
  const lists: RegionList[] = [];
  for (const scopeCode of outermost(intent.regionCodes)) {
    const near = homeReason(intent.homeCode, scopeCode);
    lists.push({ scopeCode, bonus: near === null ? 0 : weights[near.key] });
    for (const digits of [2, 4, 6, 9, 12]) {
      const home = intent.homeCode?.slice(0, digits) ?? "";
      if (home.length !== digits || home.length <= scopeCode.length || !home.startsWith(scopeCode)) continue;
      const reason = homeReason(intent.homeCode, home);
      if (reason !== null && weights[reason.key] > 0) lists.push({ scopeCode: home, bonus: weights[reason.key] });
    }
  }
  return lists;
}

/** What wishes add, by bucket; strict wishes and clinic days leave no list of everything. */
function bucketLists(intent: IntentFacts, weights: Weights): { bucket: number; bonus: number }[] {
  const isClinic = intent.what === "clinic";
  const isNarrow = isClinic || (intent.isStrict && intent.categories.length + intent.householdKinds.length > 0);
  const lists: { bucket: number; bonus: number }[] = [];
  for (const missing of missingFor[intent.what]) {
    if (!isNarrow) lists.push({ bucket: wholeBucketOf(missing), bonus: 0 });
    for (const category of needCategories) {
      if (isClinic && !clinicCategories.some((one) => one === category)) continue;
      if (intent.isStrict && intent.categories.length > 0 && !intent.categories.includes(category)) continue;
      for (const householdKind of householdKinds) {
        const isKindWanted = intent.householdKinds.length === 0 || intent.householdKinds.includes(householdKind);
        if (intent.isStrict && !isKindWanted) continue;
        const bonus = pointsOf(wishReasons({ category, householdKind }, intent, weights));
        if (isNarrow || bonus > 0) lists.push({ bucket: bucketOf(missing, category, householdKind), bonus });
      }
    }
  }
  return lists;
}

/** The lists to look at, with what the helper's wishes and home add to every line of each. Empty: nothing can be proposed. */
export function candidateLists(intent: IntentFacts, weights: Weights): CandidateList[] {
  if (!intent.isOpen || intent.freeNeeds < 1 || !mayOffer(intent.helperKind, intent.what)) return [];
  const places = regionLists(intent, weights);
  return bucketLists(intent, weights).flatMap(({ bucket, bonus }) =>
    places.map((place) => ({ scopeCode: place.scopeCode, bucket, bonus: bonus + place.bonus })),
  );
}

/** The subtrees a village's need stands in, the country first. */
export function scopesOfRegion(regionCode: string): string[] {
  return ["", ...[2, 4, 6, 9, 12].filter((digits) => digits <= regionCode.length).map((d) => regionCode.slice(0, d))];
}
