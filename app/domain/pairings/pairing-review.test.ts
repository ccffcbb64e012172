import { expect, it } from "vitest";
import { deedYearsMissing } from "../deeds/owed.ts";
import { reviewYearsDue, yearsOwed } from "./pairing-review.ts";

it.each([
  ["2025-03-01", "2026-09-30", [2025]],
  ["2025-03-01", "2026-10-01", [2025, 2026]],
  ["2025-10-01", "2026-09-30", []],
  ["2025-12-31", "2026-12-31", [2026]],
  ["2026-05-01", "2026-05-02", []],
])("S50: begun on %s, owed on %s", (activatedOn, today, years) => {
  expect(yearsOwed(activatedOn, today)).toEqual(years);
});

it("S50: a missing deed is flagged from October on, and no longer once one is confirmed; a kind without the duty owes none", () => {
  const facts = { kind: "enterprise_village" as const, activatedOn: "2026-01-05", confirmed: [] };
  expect(deedYearsMissing({ ...facts, today: "2026-09-30" })).toEqual([]);
  expect(deedYearsMissing({ ...facts, today: "2026-10-01" })).toEqual([2026]);
  expect(deedYearsMissing({ ...facts, today: "2026-12-01", confirmed: [2026] })).toEqual([]);
  expect(deedYearsMissing({ ...facts, kind: "individual_household", today: "2026-12-01" })).toEqual([]);
  expect(reviewYearsDue({ activatedOn: "2025-01-05", today: "2026-11-01", reviewed: [2025] })).toEqual([2026]);
});
