/**
 * National division codes: 2 digits province, 4 city, 6 county, 9 township, 12 village. A subtree is a code prefix, so every list,
 * scope and statistic filters by `code like 'prefix%'` (S1). Flags (片区, 贫困县, 贫困村, 深度贫困) are dated and live beside the tree.
 */
export const regionLevels = ["province", "city", "county", "township", "village"] as const;
export type RegionLevel = (typeof regionLevels)[number];

export const regionFlags = ["contiguous_area", "poor_county", "poor_village", "deep_poverty", "focus_village"] as const;
export type RegionFlag = (typeof regionFlags)[number];

const levelByLength: Readonly<Record<number, RegionLevel>> = {
  2: "province",
  4: "city",
  6: "county",
  9: "township",
  12: "village",
};

/** Whether the text is a division code of any level. */
export function isRegionCode(code: string | null | undefined): code is string {
  return typeof code === "string" && /^\d+$/.test(code) && code.length in levelByLength;
}

/** The level of a valid code. @throws RangeError on another length: a bug in the caller. */
export function levelOf(code: string): RegionLevel {
  const level = levelByLength[code.length];
  if (!level) throw new RangeError(`not a division code: ${code.length} digits`);
  return level;
}

/** The code one level up, or undefined for a province. */
export function parentCodeOf(code: string): string | undefined {
  const shorter: Readonly<Record<number, number>> = { 4: 2, 6: 4, 9: 6, 12: 9 };
  const length = shorter[code.length];
  return length === undefined ? undefined : code.slice(0, length);
}

/** The code and all above it, from the province down. */
export function pathOf(code: string): string[] {
  return [2, 4, 6, 9, 12].filter((length) => length <= code.length).map((length) => code.slice(0, length));
}
