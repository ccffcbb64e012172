import { helperKinds, householdKinds, type IntentWhat } from "#app/domain/intents/intent.ts";
import type { RoundNeed } from "#app/domain/matching/round-market.ts";
import type { IntentFacts } from "#app/domain/matching/score.ts";
import { needCategories, needTypes } from "#app/domain/needs/need.ts";

/** A small generator with a seed: the same market on every machine. */
export function seededRandom(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (count: number) => Math.floor(next() * count);
  return { next, upTo, pick: <Value>(values: readonly Value[]): Value => values[upTo(values.length)] as Value };
}

export type MarketSize = { needs: number; intents: number; seed: number; counties?: number };

/** Villages of a province, five towns a county and six villages a town. */
export function inventVillages(counties: number): string[] {
  return Array.from({ length: counties * 30 }, (_, index) => {
    const county = Math.floor(index / 30);
    const city = String(1 + (county % 20)).padStart(2, "0");
    const local = String(1 + Math.floor(county / 20)).padStart(2, "0");
    const town = String(100 + Math.floor((index % 30) / 6));
    return `51${city}${local}${town}${String(200 + (index % 6))}`;
  });
}

const codeOf = (prefix: string, index: number) => `${prefix}${String(index).padStart(9, "0")}`;

/** Needs and intents as a province could have them: most needs are of households, homes and wishes are mixed, a few want only what they ticked. */
export function inventMarket({ needs, intents, seed, counties = 183 }: MarketSize) {
  const random = seededRandom(seed);
  const villages = inventVillages(counties);
  const flags = new Map(villages.map((code) => [code, [random.next() > 0.3, random.next() > 0.6]] as const));
  const poorCounties = new Set(villages.map((code) => code.slice(0, 6)).filter(() => random.next() > 0.97));
  const roundNeeds = Array.from({ length: needs }, (_, index): RoundNeed => {
    const regionCode = random.pick(villages);
    const type = random.pick(needTypes);
    const isVillage = random.next() < 0.2;
    const missesBoth = type === "project";
    return {
      helpersWanted: isVillage && type === "project" ? 3 : 1,
      facts: {
        publicCode: codeOf("N", index),
        regionCode,
        type,
        category: random.pick(needCategories),
        householdKind: isVillage ? "village" : random.pick(householdKinds.slice(1)),
        isOpen: true,
        isFrozen: false,
        missesMoney: type === "money" || missesBoth,
        missesQuantity: type !== "money",
        nobodyHelps: random.next() > 0.4,
        isVillageWithoutEnterprise: flags.get(regionCode)?.[0] ?? false,
        isDeepPoverty: poorCounties.has(regionCode.slice(0, 6)),
        isPoorVillage: flags.get(regionCode)?.[1] ?? false,
        waitingMonths: random.upTo(14),
      },
    };
  });
  const whats: readonly IntentWhat[] = ["money", "money", "money", "goods", "goods", "skill", "purchase", "jobs"];
  const offers = Array.from({ length: intents }, (_, index): IntentFacts => {
    const what = random.pick(whats);
    const home = random.pick(villages);
    const scope = random.next();
    return {
      publicCode: codeOf("T", index),
      helperKind: what === "jobs" ? "enterprise" : random.pick(helperKinds.slice(0, 3)),
      what,
      regionCodes:
        scope < 0.5
          ? []
          : scope < 0.8
            ? [random.pick(villages).slice(0, 6)]
            : [random.pick(villages).slice(0, 4), "5101"],
      homeCode: random.next() < 0.6 ? home.slice(0, random.pick([4, 6, 9])) : null,
      categories: random.next() < 0.5 ? [random.pick(needCategories)] : [],
      householdKinds: random.next() < 0.3 ? [random.pick(householdKinds)] : [],
      isStrict: random.next() < 0.15,
      isOpen: true,
      freeNeeds: 1 + random.upTo(4),
      relatedNeeds: [],
      excludedNeeds: random.next() < 0.1 ? [codeOf("N", random.upTo(needs))] : [],
      staffRegions: random.next() < 0.02 ? [home.slice(0, 9)] : [],
    };
  });
  return { needs: roundNeeds, intents: offers };
}
