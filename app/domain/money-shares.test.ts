import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { preciseShareOf, splitByRatio } from "./money.ts";

const amounts = fc.bigInt({ min: 0n, max: 10_000_000_000n });
const ratios = fc
  .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((one) => one > 0));

describe("shares", () => {
  it("S94: any ratio gives parts that sum to the amount, each within one fen of its exact share, the same every time", () => {
    fc.assert(
      fc.property(amounts, ratios, (amount, all) => {
        const parts = splitByRatio(amount, all);
        const sum = BigInt(all.reduce((total, one) => total + one, 0));
        expect(parts.reduce((total, part) => total + part, 0n)).toBe(amount);
        expect(splitByRatio(amount, all)).toEqual(parts);
        parts.forEach((part, index) => {
          const off = part * sum - amount * BigInt(all[index] ?? 0);
          expect(off < sum && -off < sum).toBe(true);
          if (all[index] === 0) expect(part).toBe(0n);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("S94: 8:2 of the plan's 5,020,000.00 is 4,016,000.00 and 1,004,000.00; of one fen the first part has it", () => {
    expect(splitByRatio(502_000_000n, [8, 2])).toEqual([401_600_000n, 100_400_000n]);
    expect(splitByRatio(1n, [8, 2])).toEqual([1n, 0n]);
    expect(splitByRatio(1n, [5, 5])).toEqual([1n, 0n]);
    expect(splitByRatio(10n, [1, 1, 1])).toEqual([4n, 3n, 3n]);
  });

  it.each([
    [0n, 100n, "0.00%"],
    [1n, 10_000_000n, "0.01%"],
    [325n, 10_000n, "3.25%"],
    [10_000n, 10_000n, "100.00%"],
    [5n, 0n, "0.00%"],
  ])("S103: %s of %s is %s, never less than it is", (part, whole, words) => {
    expect(preciseShareOf(part, whole)).toBe(words);
  });
});
