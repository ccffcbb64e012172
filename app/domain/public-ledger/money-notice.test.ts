import { expect, test } from "vitest";
import { noticePeriod } from "./money-notice.ts";

const announcedAt = new Date("2026-11-02T01:00:00Z");
const after = (days: number, milliseconds = 0) => new Date(announcedAt.getTime() + days * 86_400_000 + milliseconds);

test("S99: on day 9 a notice of money is not finished, and only after ten full days it is permanent", () => {
  expect(noticePeriod(announcedAt, 10, after(9)).state).toBe("running");
  expect(noticePeriod(announcedAt, 10, after(10, -1)).state).toBe("running");
  expect(noticePeriod(announcedAt, 10, after(10))).toEqual({ state: "permanent", since: after(10), minDays: 10 });
  expect(noticePeriod(announcedAt, 10, after(4_000)).state).toBe("permanent");
});

test("S99: the days are the place's rule: where nobody set one, nothing is said about an end", () => {
  expect(noticePeriod(announcedAt, 15, after(12)).state).toBe("running");
  expect(noticePeriod(announcedAt, null, after(12))).toEqual({ state: "no_rule" });
});
