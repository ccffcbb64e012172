import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeAfterPause, daysLeft, earliestClose, isDue } from "./notice.ts";

const at = (text: string) => new Date(text);
const minute = 60_000;

describe("S7: the days of a notice", () => {
  it.each([
    [7, "2026-11-08T08:30:00.000Z", "2026-11-15T08:30:00.000Z"],
    [10, "2026-12-28T16:00:00.000Z", "2027-01-07T16:00:00.000Z"],
    [5, "2028-02-26T15:59:59.999Z", "2028-03-02T15:59:59.999Z"],
  ])("%i full days from %s end at %s (H9: over the year's end and the leap day)", (days, from, to) => {
    expect(earliestClose(at(from), days)).toEqual(at(to));
  });

  it("it is due at the millisecond and not one earlier", () => {
    const closesNotBefore = at("2026-11-15T08:30:00.000Z");
    expect(isDue({ state: "open", closesNotBefore }, at("2026-11-15T08:29:59.999Z"))).toBe(false);
    expect(isDue({ state: "open", closesNotBefore }, closesNotBefore)).toBe(true);
    expect(isDue({ state: "paused", closesNotBefore }, at("2027-01-01T00:00:00Z"))).toBe(false);
  });

  it("days left are counted up, and stand still while it is paused", () => {
    const closesNotBefore = at("2026-11-15T08:30:00Z");
    const open = { state: "open", closesNotBefore, pausedAt: null } as const;
    expect(daysLeft(open, at("2026-11-08T08:30:00Z"))).toBe(7);
    expect(daysLeft(open, at("2026-11-08T08:31:00Z"))).toBe(7);
    expect(daysLeft(open, at("2026-11-15T08:29:00Z"))).toBe(1);
    expect(daysLeft(open, at("2026-11-15T08:30:00Z"))).toBe(0);
    const paused = { state: "paused", closesNotBefore, pausedAt: at("2026-11-10T08:30:00Z") } as const;
    expect(daysLeft(paused, at("2026-12-24T00:00:00Z"))).toBe(5);
  });

  it("whatever the pauses, the open time before the close is exactly the full days", () => {
    const steps = fc.array(fc.record({ openMinutes: fc.nat(2000), pausedMinutes: fc.nat(50_000) }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), steps, (days, pauses) => {
        const openedAt = at("2026-11-08T08:30:00Z");
        let now = openedAt.getTime();
        let openTime = 0;
        let closes = earliestClose(openedAt, days);
        for (const { openMinutes, pausedMinutes } of pauses) {
          if (now + openMinutes * minute > closes.getTime()) break;
          now += openMinutes * minute;
          openTime += openMinutes * minute;
          const pausedAt = new Date(now);
          now += pausedMinutes * minute;
          closes = closeAfterPause(closes, pausedAt, new Date(now));
        }
        expect(openTime + closes.getTime() - now).toBe(days * 86_400_000);
      }),
    );
  });

  it("a clock that went back does not shorten the notice", () => {
    const closes = at("2026-11-15T08:30:00Z");
    expect(closeAfterPause(closes, at("2026-11-10T00:00:00Z"), at("2026-11-09T00:00:00Z"))).toEqual(closes);
  });
});
