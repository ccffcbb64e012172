import { describe, expect, it } from "vitest";
import { answerDueAt, offerUntil, staleBefore } from "./waiting-list.ts";

const at = new Date("2026-05-01T08:00:00Z");
const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);

describe("waiting in volunteering", () => {
  it.each([
    [400, 24],
    [96, 24],
    [40, 10],
    [4, 1],
    [1, 0.5],
    [0.25, 0.25],
    [-1, 0],
  ])("C5: with %d hours to the shift a seat is kept %d hours for the first in line", (left, kept) => {
    expect(offerUntil({ at, startsAt: later(left) })).toEqual(later(kept));
  });

  it.each([
    [200, 48],
    [54, 48],
    [30, 24],
    [2, -4],
  ])("Q14: with %d hours to the shift the organization answers within %d", (left, due) => {
    expect(answerDueAt({ appliedAt: at, startsAt: later(left) })).toEqual(later(due));
  });

  it("S77: a project is stale a fortnight after its last shift", () => {
    expect(staleBefore(at)).toEqual(later(-14 * 24));
  });
});
