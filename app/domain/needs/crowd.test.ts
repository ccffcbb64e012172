import { describe, expect, it } from "vitest";
import type { PovertyCause } from "../households/household.ts";
import { coarserForms, sharedBy } from "./crowd.ts";

const village: PovertyCause[][] = [
  ["illness", "disaster", "schooling"],
  ["illness", "schooling"],
  ["illness", "old_age"],
  ["schooling"],
  ["illness", "schooling", "lack_of_labour"],
];

describe("how many households share what is published", () => {
  it("D4: counts those that have all of the causes, with whatever else", () => {
    expect(sharedBy(["illness"], village)).toBe(4);
    expect(sharedBy(["illness", "schooling"], village)).toBe(3);
    expect(sharedBy(["disaster"], village)).toBe(1);
    expect(sharedBy([], village)).toBe(5);
  });

  it("D4: offers what says most first, and leaves out the fact that gives somebody away", () => {
    expect(coarserForms(["illness", "disaster", "schooling"], village, 3)).toEqual([
      { causes: ["illness", "schooling"], count: 3 },
      { causes: [], count: 5 },
    ]);
    expect(coarserForms(["disaster"], village, 3)).toEqual([{ causes: [], count: 5 }]);
  });

  it("D4: a village that is too small has no form that hides anybody", () => {
    expect(coarserForms(["illness", "schooling"], village.slice(0, 2), 3)).toEqual([]);
  });
});
