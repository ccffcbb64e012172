import { expect, test } from "vitest";
import { movedFen, noMovementFilter, parseMovementFilter } from "./movement.ts";

const side = {
  accountKind: "custody",
  accountName: "专户",
  legalPerson: "财政局",
  needCode: null,
  regionCode: null,
  regionName: null,
} as const;

test("a movement's figure is the sum of its debit side", () => {
  const sides = [500n, -300n, -200n].map((amountFen) => ({ ...side, amountFen }));
  expect(movedFen({ sides })).toBe(500n);
});

test("the filter takes a year, a kind, a fund and a place from the address", () => {
  const query = new URLSearchParams("year=2017&kind=disbursement&fund=housing&region=440783116248");
  expect(parseMovementFilter(query)).toEqual({
    year: 2017,
    kind: "disbursement",
    fundCode: "housing",
    regionCode: "440783116248",
  });
});

test("what is no year, kind, fund or place is left out of the filter", () => {
  expect(parseMovementFilter(new URLSearchParams("year=17&kind=all&fund=' or 1&region=%25"))).toEqual(noMovementFilter);
});
