import { expect, test } from "vitest";
import { ratioOf } from "./plan.ts";

test("S94: the plan's shares read 8:2 as in the document", () => {
  expect(ratioOf([401_600_000n, 100_400_000n])).toEqual([8n, 2n]);
});

test("shares that are no tenths are in lowest terms", () => {
  expect(ratioOf([100n, 200n, 300n])).toEqual([1n, 2n, 3n]);
});

test("nothing to share has no ratio", () => {
  expect(ratioOf([])).toEqual([]);
  expect(ratioOf([0n, 0n])).toEqual([]);
});
