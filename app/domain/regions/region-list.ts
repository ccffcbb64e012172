/**
 * Lists of divisions as files bring them: villages of a bureau's list, counties of a programme's list. Codes change (a county becomes a
 * district, a prefecture's seat gets a code of its own), so a list is read by code and checked by name; where the two do not fit, the
 * name decides and the difference is told (S1).
 */
import { isRegionCode, levelOf, parentCodeOf, type RegionFlag, type RegionLevel, regionFlags } from "./region.ts";

export type RegionRow = {
  code: string;
  name: string;
  shortName: string;
  level: RegionLevel;
  parentCode: string | null;
};

export type FlagPeriod = {
  regionCode: string;
  flag: RegionFlag;
  validFrom: string;
  validTo: string | null;
  source: string;
};

/** 步栏村委会 → 步栏村, 河东村村民委员会 → 河东村, 赤水墟社区居委会 → 赤水墟社区. */
export function shortVillageName(name: string): string {
  return name.replace(/村?(?:村委会|村民委员会)$/u, "村").replace(/居委会$|居民委员会$/u, "");
}

/** One village of a list, or undefined where the code is no village's or does not lie in the township named beside it. */
export function villageRowOf(code: string, name: string, townshipCode: string): RegionRow | undefined {
  if (!isRegionCode(code) || levelOf(code) !== "village" || parentCodeOf(code) !== townshipCode || name === "") return;
  return { code, name, shortName: shortVillageName(name), level: "village", parentCode: townshipCode };
}

export type ListedCounty = { code: string; name: string; province: string; city: string; exitYear: string };
export type CountyInTree = { code: string; name: string };
export type ResolvedCounty = {
  listed: ListedCounty;
  /** Undefined: the tree has no such place, so nothing is flagged and the list's line is told. */
  county: CountyInTree | undefined;
  how: "same" | "renamed" | "by_name" | "unknown";
};

/** Places whose new name does not begin like the old one, by the code of the list: renamed, or (冷湖) merged into a neighbour in 2018. */
const renamedTo: Readonly<Record<string, string>> = {
  "140215": "云州区",
  "361104": "广信区",
  "540602": "色尼区",
  "630104": "茫崖市",
};

/**
 * Finds a county of an older list in the tree. The code counts only when the name fits it: 630104 of the list is 冷湖, in the tree a
 * district of Xining. `counties` are those of the province.
 */
export function resolveCounty(listed: ListedCounty, counties: readonly CountyInTree[]): ResolvedCounty {
  const stem = stemOf(listed.name);
  const byCode = counties.find((county) => county.code === listed.code);
  const newName = renamedTo[listed.code];
  if (newName !== undefined) {
    const county = counties.find(({ name }) => name === newName);
    return {
      listed,
      county,
      how: county === undefined ? "unknown" : county.code === listed.code ? "renamed" : "by_name",
    };
  }
  if (byCode?.name.startsWith(stem)) {
    return { listed, county: byCode, how: byCode.name === listed.name ? "same" : "renamed" };
  }
  const exact = counties.filter(({ name }) => name === listed.name);
  const alike = exact.length > 0 ? exact : counties.filter(({ name }) => name.startsWith(stem));
  const [county] = alike;
  if (alike.length !== 1 || county === undefined) return { listed, county: undefined, how: "unknown" };
  return { listed, county, how: "by_name" };
}

/** 大柴旦行委 → 大柴旦, 万山特区 → 万山. */
function stemOf(name: string): string {
  return name.replace(/(?:自治县|行政委员会|行委|特区|县|市|区)$/u, "");
}

export const povertyListSource = "全国 832 个贫困县名单（退出年份按名单；名单未载起始日，从 2014 年建档立卡起记）";

/** A county of the list was a 贫困县 until the end of the year in which it left the list. */
export function povertyFlagOf({ listed, county }: ResolvedCounty): FlagPeriod | undefined {
  if (county === undefined || !/^20\d\d$/.test(listed.exitYear)) return undefined;
  return {
    regionCode: county.code,
    flag: "poor_county",
    validFrom: "2014-01-01",
    validTo: `${listed.exitYear}-12-31`,
    source: povertyListSource,
  };
}

const flagWords: Readonly<Record<string, RegionFlag>> = {
  片区: "contiguous_area",
  集中连片特困地区: "contiguous_area",
  贫困县: "poor_county",
  贫困村: "poor_village",
  深度贫困: "deep_poverty",
  深度贫困县: "deep_poverty",
  深度贫困村: "deep_poverty",
  重点村: "focus_village",
};

/** The flag of an operator's file, by its Chinese word or its name in code. */
export function flagOf(word: string): RegionFlag | undefined {
  return flagWords[word.trim()] ?? regionFlags.find((flag) => flag === word.trim());
}
