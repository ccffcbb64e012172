import { expect, it } from "vitest";
import { validityOn } from "./policy.ts";

it.each([
  ["2019-01-01", "2025-12-31", "2018-12-31", "upcoming"],
  ["2019-01-01", "2025-12-31", "2019-01-01", "in_force"],
  ["2019-01-01", "2025-12-31", "2025-12-31", "in_force"],
  ["2019-01-01", "2025-12-31", "2026-01-01", "ended"],
  ["2019-01-01", null, "2099-01-01", "in_force"],
])("a rule from %s to %s is on %s: %s", (validFrom, validTo, day, expected) => {
  expect(validityOn({ validFrom, validTo }, day)).toBe(expected);
});
