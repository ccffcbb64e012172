import { describe, expect, it } from "vitest";
import { demoPriceSource, demoPrices, startingWordSource, startingWords } from "#db/seed/reasonable-need-lists.ts";
import { likenessOf } from "./person-likeness.ts";
import {
  blockingFindings,
  type CatalogueItem,
  catalogueItemOf,
  findingsOfBudget,
  findingsOfTexts,
  undecidedFindings,
} from "./reasonable-need.ts";

const catalogue: CatalogueItem[] = demoPrices.map(([name, words, unit, referencePriceFen, ceilingFen]) => ({
  id: name,
  name,
  words,
  unit,
  referencePriceFen,
  ceilingFen,
  source: demoPriceSource,
}));
const words = startingWords.map(([word, kind, severity, advice]) => ({
  word,
  kind,
  severity,
  advice,
  source: startingWordSource,
}));
const line = (name: string, unit: string, unitPriceFen: bigint | null) => ({
  id: "1",
  name,
  unit,
  quantity: 1,
  unitPriceFen,
});
const kindsOf = (text: string) => findingsOfTexts([{ place: "title", text }], words).map((finding) => finding.key);

describe("the reasonable-need gate", () => {
  it("D7: the treadmill of 2019 is stopped by its word, however it is written", () => {
    for (const text of ["想要一台跑步机", "跑 步 机一台", "跑·步·机"]) {
      expect(blockingFindings(findingsOfTexts([{ place: "item", text }], words)), text).toHaveLength(1);
    }
  });

  it("D7: the branded coat of 2019 is stopped by brand and by price", () => {
    expect(kindsOf("加拿大鹅羽绒服")).toEqual(["wording:加拿大鹅:title"]);
    const [finding] = findingsOfBudget([line("儿童羽绒服", "件", 299_900n)], catalogue);
    expect(finding).toMatchObject({
      kind: "over_ceiling",
      severity: "block",
      catalogueName: "棉衣",
      ceilingFen: 40_000n,
    });
  });

  it("D7: Latin brand words are found in full width and any case, but not inside other words", () => {
    expect(kindsOf("想要ｉＰｈｏｎｅ一部")).toEqual(["wording:iphone:title"]);
    expect(kindsOf("LV包")).toEqual(["wording:lv:title"]);
    expect(kindsOf("修理 valve 阀门")).toEqual([]);
  });

  it("D7: the end of a sentence joins no word", () => {
    expect(kindsOf("这是有名，牌子没有要求")).toEqual([]);
  });

  it.each([
    ["棉衣", 20_000n, null],
    ["棉衣", 20_001n, "over_reference"],
    ["棉衣", 40_000n, "over_reference"],
    ["棉衣", 40_001n, "over_ceiling"],
    ["竹椅", 999_900n, null],
    ["棉衣", null, null],
  ] as const)("D7: %s at %s fen: %s", (name, price, kind) => {
    expect(findingsOfBudget([line(name, "件", price)], catalogue)[0]?.kind ?? null).toBe(kind);
  });

  it("D7: another unit cannot be compared and is for the checker to explain", () => {
    expect(findingsOfBudget([line("水泵和电缆", "套", 980_000n)], catalogue)).toMatchObject([
      { kind: "unit_differs", severity: "reason", catalogueUnit: "台" },
    ]);
  });

  it("D7: of two words that fit the longer one says what is meant", () => {
    expect(catalogueItemOf("PE 饮水管（直径 32 毫米）", catalogue)?.name).toBe("饮水管");
    expect(catalogueItemOf("家用电冰箱", catalogue)?.name).toBe("冰箱");
    expect(catalogueItemOf("竹椅", catalogue)).toBe(null);
  });

  it("D7: a reason holds for what it was given for, not for another price", () => {
    const before = findingsOfBudget([line("棉衣", "件", 25_000n)], catalogue);
    const keys = new Set(before.map(({ key }) => key));
    expect(undecidedFindings(before, keys)).toEqual([]);
    expect(undecidedFindings(findingsOfBudget([line("棉衣", "件", 26_000n)], catalogue), keys)).toHaveLength(1);
  });

  it("D7: persons are alike by birthday, sex and name, in steps a person can weigh", () => {
    const child = { name: "梁家明", sound: "liang jia ming", gender: "male", birthDate: "2009-03-01" };
    expect(likenessOf(child, { ...child })).toBe("same_name");
    expect(likenessOf(child, { ...child, name: "粱佳铭" })).toBe("same_sound");
    expect(likenessOf(child, { ...child, name: "陈明", sound: "chen ming" })).toBe("shared_characters");
    expect(likenessOf(child, { ...child, name: "李勇", sound: "li yong" })).toBe("same_birthday");
    expect(likenessOf(child, { ...child, gender: "female" })).toBe(null);
    expect(likenessOf(child, { ...child, birthDate: "2009-03-02" })).toBe(null);
  });
});
