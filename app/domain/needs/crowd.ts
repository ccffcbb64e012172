/**
 * k-anonymity of what is published (D4, L17): the facts the public sees of a household — its village and its causes — must fit at least k
 * households on file there, so that nobody can point at one. Fewer causes said fit more households; with none said the whole village does.
 */
import type { PovertyCause } from "../households/household.ts";

/** Where no place has set its own: three, the least that leaves more than a guess between two. */
export const defaultCrowd = { value: 3, source: "平台默认：至少三户相同" } as const;
export const crowdSettingKey = "publication.minHouseholdsSharing";

export type CrowdForm = { readonly causes: readonly PovertyCause[]; readonly count: number };

/** How many households of the village have all these causes, whatever else they have. `crowd` has the causes of each, its own among them. */
export function sharedBy(causes: readonly PovertyCause[], crowd: readonly (readonly PovertyCause[])[]): number {
  return crowd.filter((household) => causes.every((cause) => household.includes(cause))).length;
}

/** At most this many coarser forms are offered: more would be no help. */
const largestOffer = 5;

/**
 * The coarser forms that enough households share, those that say most first: each leaves out as few causes as it can. Empty where even the
 * whole village is too small.
 */
export function coarserForms(
  causes: readonly PovertyCause[],
  crowd: readonly (readonly PovertyCause[])[],
  k: number,
): CrowdForm[] {
  const kept: CrowdForm[] = [];
  for (let size = causes.length - 1; size >= 0 && kept.length < largestOffer; size--) {
    for (const form of choose(causes, size)) {
      const isWithinAnother = kept.some((wider) => form.every((cause) => wider.causes.includes(cause)));
      const count = sharedBy(form, crowd);
      // The empty form is always offered: saying nothing is everybody's right.
      if (count >= k && (!isWithinAnother || size === 0)) kept.push({ causes: form, count });
    }
  }
  return kept.slice(0, largestOffer);
}

/** All ways to keep `size` of the causes, in their order. */
function choose(causes: readonly PovertyCause[], size: number): PovertyCause[][] {
  if (size === 0) return [[]];
  return causes.flatMap((cause, index) => choose(causes.slice(index + 1), size - 1).map((rest) => [cause, ...rest]));
}
