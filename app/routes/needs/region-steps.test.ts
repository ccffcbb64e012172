import { expect, test } from "vitest";
import { countedDigits, regionAbove, regionStepsOf } from "./region-steps.ts";

test("S1: all needs in one town: its villages are the first choice", () => {
  expect(regionStepsOf("", { "440783116248": 2, "440783116255": 3 })).toEqual({
    path: ["44", "4407", "440783", "440783116"],
    choices: [
      { code: "440783116255", count: 3 },
      { code: "440783116248", count: 2 },
    ],
  });
});

test("S1: needs in two provinces: the provinces are the choice, with sums of all below", () => {
  expect(regionStepsOf("", { "440783": 2, "440784": 1, "510101": 4 })).toEqual({
    path: [],
    choices: [
      { code: "51", count: 4 },
      { code: "44", count: 3 },
    ],
  });
});

test("one village only is still shown as a choice", () => {
  expect(regionStepsOf("4407", { "440783116248": 1 })).toEqual({
    path: ["44", "4407", "440783", "440783116"],
    choices: [{ code: "440783116248", count: 1 }],
  });
});

test("a village chosen has no further step", () => {
  expect(regionStepsOf("440783116248", { "440783116248": 1 })).toEqual({
    path: ["44", "4407", "440783", "440783116", "440783116248"],
    choices: [],
  });
});

test("nothing found keeps the way back", () => {
  expect(regionStepsOf("440783", {})).toEqual({ path: ["44", "4407", "440783"], choices: [] });
});

test("counting is only as fine as the step needs", () => {
  expect(["", "44", "4407", "440783", "440783116"].map(countedDigits)).toEqual([6, 6, 9, 12, 12]);
  expect(["440783116248", "44", ""].map(regionAbove)).toEqual(["440783116", "", ""]);
});
