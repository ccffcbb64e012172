/** The region facet: from the place chosen, the next step down the tree at which there is a choice. */
import { parentCodeOf, pathOf } from "#app/domain/regions/region.ts";

const digitsBelow: Readonly<Record<number, number>> = { 0: 2, 2: 4, 4: 6, 6: 9, 9: 12 };

/** How fine to count where there are many hits; few are counted by village at once. */
export function countedDigits(region: string): 6 | 9 | 12 {
  if (region.length >= 6) return 12;
  return region.length === 4 ? 9 : 6;
}

export type RegionSteps = {
  /** The place itself and all above it, then places on the way down where there was only one. */
  path: readonly string[];
  choices: readonly { code: string; count: number }[];
};

/**
 * Rolls counts up to the first level below `region` where hits lie in more than one place: nobody clicks through province, city and county
 * when all needs are in one town.
 */
export function regionStepsOf(region: string, counts: Readonly<Record<string, number>>): RegionSteps {
  let place = region;
  for (;;) {
    const digits = digitsBelow[place.length];
    const below = digits === undefined ? [] : rollUp(counts, digits);
    const [only] = below;
    if (below.length !== 1 || !only || only.code.length === 12) return { path: pathOf(place), choices: below };
    place = only.code;
  }
}

function rollUp(counts: Readonly<Record<string, number>>, digits: number): { code: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const [code, count] of Object.entries(counts)) {
    if (code.length >= digits) sums.set(code.slice(0, digits), (sums.get(code.slice(0, digits)) ?? 0) + count);
  }
  return [...sums]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** One step up; the whole country above a province. */
export function regionAbove(region: string): string {
  return parentCodeOf(region) ?? "";
}
