import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetTotalFen, goalFenOf, lineAmountFen } from "./need-budget.ts";

describe("the itemised budget", () => {
  it("S94: multiplies and adds exactly in fen where floats would not", () => {
    expect(lineAmountFen({ quantity: 3, unitPriceFen: 1_999n })).toBe(5_997n);
    expect(
      budgetTotalFen([
        { quantity: 3, unitPriceFen: 10n },
        { quantity: 3, unitPriceFen: 20n },
        { quantity: 100_000, unitPriceFen: 1n },
        { quantity: 2, unitPriceFen: null },
      ]),
    ).toBe(100_090n);
  });

  it("S94: the goal is the sum of the lines, in any order", () => {
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 100_000 }), unitPriceFen: fc.bigInt(1n, 10n ** 10n) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        const goal = goalFenOf("money", lines);
        expect(goal).toBe(goalFenOf("project", [...lines].reverse()));
        expect(goal).toBe(lines.map((one) => lineAmountFen(one) ?? 0n).reduce((sum, amount) => sum + amount, 0n));
      }),
    );
  });

  it.each(["goods", "service", "job", "sales"] as const)("S36: %s has no money goal, priced or not", (type) => {
    expect(goalFenOf(type, [{ quantity: 5, unitPriceFen: 100n }])).toBeNull();
  });
});
