import { describe, expect, it } from "vitest";
import { householdKinds } from "../intents/intent.ts";
import { needCategories } from "../needs/need.ts";
import { bucketsOf, candidateLists, outermost, scopesOfRegion } from "./candidate-lists.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  byScore,
  type IntentFacts,
  type NeedFacts,
  needReasons,
  pairReasons,
  pointsOf,
  type RefusalCode,
  refusalsOf,
  scoreProposal,
} from "./score.ts";
import { areWeightsSound, defaultWeights, type Weights, weightKeys } from "./weights.ts";

const need: NeedFacts = {
  publicCode: "AAAAA-00001",
  regionCode: "440783116255",
  type: "money",
  category: "education",
  householdKind: "schooling",
  isOpen: true,
  isFrozen: false,
  missesMoney: true,
  missesQuantity: false,
  nobodyHelps: true,
  isVillageWithoutEnterprise: true,
  isDeepPoverty: true,
  isPoorVillage: false,
  waitingMonths: 3,
};
const intent: IntentFacts = {
  publicCode: "BBBBB-00001",
  helperKind: "individual",
  what: "money",
  regionCodes: [],
  homeCode: "440783",
  categories: ["education"],
  householdKinds: [],
  isStrict: false,
  isOpen: true,
  freeNeeds: 3,
  relatedNeeds: [],
  excludedNeeds: [],
  staffRegions: [],
};

/** A small generator with a seed: the same cases on every machine. */
function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, pick: <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T };
}

function randomNeed(seed: number): NeedFacts {
  const { next, pick } = randomOf(seed);
  return {
    ...need,
    publicCode: `N${String(seed).padStart(4, "0")}-00000`,
    regionCode: pick(["440783116255", "440783116248", "440783117201", "440784100200", "510101001001"]),
    type: pick(["money", "goods", "project", "service"]),
    category: pick(needCategories),
    householdKind: pick(householdKinds),
    missesMoney: next() > 0.2,
    missesQuantity: next() > 0.2,
    nobodyHelps: next() > 0.5,
    isVillageWithoutEnterprise: next() > 0.5,
    isDeepPoverty: next() > 0.5,
    isPoorVillage: next() > 0.5,
    waitingMonths: Math.floor(next() * 15),
  };
}
function randomIntent(seed: number): IntentFacts {
  const { next, pick } = randomOf(seed * 7 + 1);
  return {
    ...intent,
    what: pick(["money", "goods", "skill"]),
    homeCode: pick([null, "44", "4407", "440783", "440783116", "440783116255"]),
    regionCodes: pick([[], ["44"], ["440783", "51"], ["440783116"]]),
    categories: pick([[], ["education"], ["medical", "housing"]]),
    householdKinds: pick([[], ["illness"], ["village", "schooling"]]),
    isStrict: next() > 0.6,
  };
}

describe("scoring a proposal", () => {
  it("D1, S46: lists every reason with its points, and the sum is the score", () => {
    const score = scoreProposal(need, intent, defaultWeights);
    if (!score.isEligible) throw new Error("not eligible");
    expect(score.reasons).toEqual([
      { code: "home_county", points: 3_000, value: "440783" },
      { code: "nobody_helps", points: 2_500, value: "AAAAA-00001" },
      { code: "village_without_enterprise", points: 2_000, value: "440783116255" },
      { code: "category_wanted", points: 1_500, value: "education" },
      { code: "deep_poverty", points: 1_500, value: "440783" },
      { code: "waiting", points: 300, value: "3" },
    ]);
    expect(score.points).toBe(10_800);
    expect(score.counterfactuals.map(({ code }) => code)).toEqual(["household_kind_wanted", "waiting"]);
  });

  it("D1: removing one reason moves the score by exactly its points", () => {
    const without: readonly (readonly [string, Partial<NeedFacts>, Partial<IntentFacts>])[] = [
      ["home_county", {}, { homeCode: null }],
      ["nobody_helps", { nobodyHelps: false }, {}],
      ["village_without_enterprise", { isVillageWithoutEnterprise: false }, {}],
      ["deep_poverty", { isDeepPoverty: false }, {}],
      ["category_wanted", {}, { categories: [] }],
      ["waiting", { waitingMonths: 0 }, {}],
    ];
    const full = scoreProposal(need, intent, defaultWeights);
    if (!full.isEligible) throw new Error("not eligible");
    for (const [code, needChange, intentChange] of without) {
      const less = scoreProposal({ ...need, ...needChange }, { ...intent, ...intentChange }, defaultWeights);
      const reason = full.reasons.find((one) => one.code === code);
      expect(less.isEligible && full.points - less.points, code).toBe(reason?.points);
    }
  });

  it("D1: for any facts, setting a weight to nothing moves the score by exactly the stated points, and whole numbers stay whole", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const [one, other] = [randomNeed(seed), randomIntent(seed)];
      const score = scoreProposal(one, other, defaultWeights);
      if (!score.isEligible) continue;
      expect(Number.isSafeInteger(score.points)).toBe(true);
      for (const reason of score.reasons) {
        const key = reason.code === "waiting" ? "waiting_month" : reason.code;
        const less = scoreProposal(one, other, { ...defaultWeights, [key]: 0 });
        expect(less.isEligible && score.points - less.points).toBe(reason.points);
      }
    }
  });

  it("D1: what would move it up moves it up by what was stated", () => {
    const open = { ...intent, categories: [], homeCode: null };
    const score = scoreProposal(need, open, defaultWeights);
    if (!score.isEligible) throw new Error("not eligible");
    const gains: Readonly<Record<string, [Partial<NeedFacts>, Partial<IntentFacts>]>> = {
      category_wanted: [{}, { categories: ["education"] }],
      household_kind_wanted: [{}, { householdKinds: ["schooling"] }],
      home_county: [{}, { homeCode: "440783" }],
      waiting: [{ waitingMonths: 4 }, {}],
    };
    expect(score.counterfactuals.map(({ code }) => code).sort()).toEqual(Object.keys(gains).sort());
    for (const { code, points } of score.counterfactuals) {
      const [needChange, intentChange] = gains[code] ?? [{}, {}];
      const more = scoreProposal({ ...need, ...needChange }, { ...open, ...intentChange }, defaultWeights);
      expect(more.isEligible && more.points - score.points, code).toBe(points);
    }
  });

  it.each<[RefusalCode, Partial<NeedFacts>, Partial<IntentFacts>]>([
    ["need_closed", { isOpen: false }, {}],
    ["need_frozen", { isFrozen: true }, {}],
    ["nothing_missing", { missesMoney: false }, {}],
    ["intent_closed", {}, { isOpen: false }],
    ["no_capacity", {}, { freeNeeds: 0 }],
    ["wrong_type", { type: "job" }, {}],
    ["not_eligible", { type: "service", missesQuantity: true }, { what: "clinic" }],
    ["out_of_region", {}, { regionCodes: ["51"] }],
    ["not_wanted", {}, { isStrict: true, categories: ["medical"] }],
    ["related", {}, { relatedNeeds: ["AAAAA-00001"] }],
    ["related", {}, { staffRegions: ["440783"] }],
    ["excluded", {}, { excludedNeeds: ["AAAAA-00001"] }],
  ])("S40, L11: %s is a hard rule, no points make up for it", (code, needChange, intentChange) => {
    const rich = Object.fromEntries(weightKeys.map((key) => [key, 100_000])) as Weights;
    const score = scoreProposal({ ...need, ...needChange }, { ...intent, ...intentChange }, rich);
    expect(score.isEligible).toBe(false);
    expect(refusalsOf({ ...need, ...needChange }, { ...intent, ...intentChange })).toContain(code);
  });

  it("D1: the order does not depend on the order of the input, and ties are decided by public code", () => {
    const rows = Array.from({ length: 200 }, (_, index) => randomNeed(index % 40)).map((one, index) => ({
      publicCode: `${one.publicCode}${index}`,
      points: pointsOf(needReasons(one, defaultWeights)),
    }));
    const sorted = [...rows].sort(byScore);
    expect([...rows].reverse().sort(byScore)).toEqual(sorted);
    expect([...rows].sort((a, b) => (a.publicCode < b.publicCode ? 1 : -1)).sort(byScore)).toEqual(sorted);
  });

  it("D1: the same facts have one spelling, whatever order their keys were written in", () => {
    const { publicCode, ...rest } = need;
    expect(canonicalJson({ ...rest, publicCode })).toBe(canonicalJson(need));
    expect(canonicalJson({ b: [2n, "x"], a: undefined, c: null })).toBe('{"b":["2","x"],"c":null}');
    expect(() => canonicalJson(0.5)).toThrow(RangeError);
  });

  it("S46: a home farther away may not count more than a nearer one, and no weight is negative", () => {
    expect(areWeightsSound(defaultWeights)).toBe(true);
    expect(areWeightsSound({ ...defaultWeights, home_county: 100 })).toBe(false);
    expect(areWeightsSound({ ...defaultWeights, deep_poverty: -1 })).toBe(false);
    expect(areWeightsSound({ ...defaultWeights, deep_poverty: 0.5 })).toBe(false);
  });
});

describe("the sorted lists", () => {
  it("S37: the first lines of an intent's lists are the best of all needs", () => {
    const weights = defaultWeights;
    for (let seed = 1; seed <= 40; seed += 1) {
      const needs = Array.from({ length: 60 }, (_, index) => randomNeed(seed * 1_000 + index));
      const helper = randomIntent(seed);
      const best = needs
        .flatMap((one) => {
          const score = scoreProposal(one, helper, weights);
          return score.isEligible ? [{ publicCode: one.publicCode, points: score.points }] : [];
        })
        .sort(byScore)
        .slice(0, 5);
      const found = new Map<string, number>();
      for (const { scopeCode, bucket, bonus } of candidateLists(helper, weights)) {
        const lines = needs
          .filter((one) => scopesOfRegion(one.regionCode).includes(scopeCode) && bucketsOf(one).includes(bucket))
          .map((one) => ({ publicCode: one.publicCode, points: pointsOf(needReasons(one, weights)) }))
          .sort(byScore)
          .slice(0, 5);
        for (const line of lines) {
          found.set(line.publicCode, Math.max(found.get(line.publicCode) ?? 0, line.points + bonus));
        }
      }
      const first = [...found]
        .map(([publicCode, points]) => ({ publicCode, points }))
        .sort(byScore)
        .slice(0, 5);
      expect(first, `seed ${seed}`).toEqual(best);
      expect(needs.every((one) => pointsOf(pairReasons(one, helper, weights)) >= 0)).toBe(true);
    }
  });

  it("subtrees inside others are no lists of their own", () => {
    expect(outermost(["440783", "44", "51", "44"])).toEqual(["44", "51"]);
    expect(outermost([])).toEqual([""]);
  });
});
