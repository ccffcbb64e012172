import { expect, test } from "vitest";
import { canBeInitials, readPinyin } from "./pinyin-syllables.ts";

test.each([
  ["yinshui", [["yin", "shui"]]],
  ["xian", [["xian"], ["xi", "an"]]],
  [
    "fangan",
    [
      ["fan", "gan"],
      ["fang", "an"],
    ],
  ],
  ["lvyou", [["lv", "you"]]],
])("%s is read as %j", (letters, readings) => {
  expect(readPinyin(letters)).toEqual(readings.map((syllables) => ({ syllables, isLastBegun: false })));
});

test("the last syllable may be only begun", () => {
  expect(readPinyin("yinsh")).toContainEqual({ syllables: ["yin", "sh"], isLastBegun: true });
});

test("letters that are no pinyin have no reading", () => {
  for (const letters of ["ys", "", "v", "water1", "YIN", "水", "x".repeat(41)]) expect(readPinyin(letters)).toEqual([]);
});

test("a long ambiguous input has a bounded number of readings", () => {
  expect(readPinyin("xian".repeat(10)).length).toBeLessThanOrEqual(6);
});

test("initials are two to eight letters that can begin a syllable", () => {
  expect(["ys", "gsc", "blc"].every(canBeInitials)).toBe(true);
  expect(["y", "iu", "vv", "y1", "abcdefghj"].some(canBeInitials)).toBe(false);
});
