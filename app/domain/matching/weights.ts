/**
 * The weights of matching (S46): thousandths of a point, so that all is whole numbers. They are public and dated; a change is a new version with
 * its reason and source, never an edit. Nothing but these weights decides the order of proposals.
 */
export const weightKeys = [
  "home_province",
  "home_city",
  "home_county",
  "home_township",
  "home_village",
  "nobody_helps",
  "village_without_enterprise",
  "deep_poverty",
  "poor_village",
  "special_group",
  "category_wanted",
  "household_kind_wanted",
  "waiting_month",
  "waiting_months_most",
] as const;
export type WeightKey = (typeof weightKeys)[number];

export type Weights = Readonly<Record<WeightKey, number>>;
export type WeightsVersion = { version: number; weights: Weights };

export const homeKeys = ["home_province", "home_city", "home_county", "home_township", "home_village"] as const;
const homeKeyByDigits: Readonly<Record<number, (typeof homeKeys)[number]>> = {
  2: "home_province",
  4: "home_city",
  6: "home_county",
  9: "home_township",
  12: "home_village",
};

export const defaultWeights: Weights = {
  home_province: 500,
  home_city: 1_000,
  home_county: 3_000,
  home_township: 3_500,
  home_village: 4_000,
  nobody_helps: 2_500,
  village_without_enterprise: 2_000,
  deep_poverty: 1_500,
  poor_village: 500,
  special_group: 1_000,
  category_wanted: 1_500,
  household_kind_wanted: 1_000,
  waiting_month: 100,
  waiting_months_most: 10,
};

export const largestWeight = 100_000;

/**
 * A nearer home never counts less than a farther one: the proof that the first lines of a few sorted lists hold the best proposals needs it.
 * Weights are never negative, so that no reason speaks against anybody.
 */
export function areWeightsSound(weights: Weights): boolean {
  const isWhole = weightKeys.every(
    (key) => Number.isSafeInteger(weights[key]) && weights[key] >= 0 && weights[key] <= largestWeight,
  );
  return (
    isWhole &&
    weights.waiting_months_most <= 120 &&
    homeKeys.every((key, index) => index === 0 || weights[key] >= weights[homeKeys[index - 1] ?? key])
  );
}

/** What being this near to home is worth: the deepest division both share; null where they share none. */
export function homeReason(
  homeCode: string | null,
  regionCode: string,
): { key: (typeof homeKeys)[number]; code: string } | null {
  if (homeCode === null) return null;
  for (const digits of [12, 9, 6, 4, 2]) {
    const code = homeCode.slice(0, digits);
    const key = homeKeyByDigits[digits];
    if (code.length === digits && key && regionCode.startsWith(code)) return { key, code };
  }
  return null;
}
