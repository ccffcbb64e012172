import { describe, expect, it } from "vitest";
import { creditCodeFitsKind, normalizeCreditCode } from "./organization.ts";

describe("统一社会信用代码", () => {
  // The sample of GB 32100-2015 itself.
  const sample = "91350100M000100Y43";

  it("S48: accepts the sample of the standard, in any dress people type", () => {
    expect(normalizeCreditCode(sample)).toBe(sample);
    expect(normalizeCreditCode(" 91350100m000100y43 ")).toBe(sample);
    expect(normalizeCreditCode("９１３５０１００Ｍ０００１００Ｙ４３")).toBe(sample);
    expect(normalizeCreditCode("9135 0100 M000 100Y 43")).toBe(sample);
  });

  it("S48: refuses every change of a single character", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (let place = 0; place < sample.length; place += 1) {
      for (const other of alphabet) {
        if (other === sample.charAt(place)) continue;
        const changed = sample.slice(0, place) + other + sample.slice(place + 1);
        expect(normalizeCreditCode(changed), changed).toBeNull();
      }
    }
  });

  it("S48: refuses neighbours swapped", () => {
    expect(normalizeCreditCode("91351000M000100Y43")).toBeNull();
    expect(normalizeCreditCode("19350100M000100Y43")).toBeNull();
  });

  it.each([
    "",
    "91350100M000100Y4",
    "91350100M000100Y433",
    "91350100I000100Y43",
    "91350100O000100Y43",
    "abc",
    "🏮".repeat(18),
  ])("S48: refuses %j", (text) => {
    expect(normalizeCreditCode(text)).toBeNull();
  });

  it.each([
    ["91350100M000100Y43", "enterprise", true],
    ["91350100M000100Y43", "charity", false],
    ["53440000000000000X", "charity", true],
    ["51440000000000000X", "social_organization", true],
    ["52440000000000000X", "enterprise", false],
    ["N3440000000000000X", "enterprise", true],
  ] as const)("L6: %s as %s: %s", (code, kind, fits) => {
    expect(creditCodeFitsKind(code, kind)).toBe(fits);
  });
});
