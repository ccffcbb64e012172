import { expect, it } from "vitest";
import { hoursText } from "./volunteer-hours.ts";

it.each([
  [0, "0"],
  [60, "1"],
  [90, "1.5"],
  [119, "1.9"],
  [5, "0"],
  [1440, "24"],
])("L15: %i minutes are certified as %s hours, never more", (minutes, text) => {
  expect(hoursText(minutes)).toBe(text);
});
