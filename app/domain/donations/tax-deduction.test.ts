import { describe, expect, it } from "vitest";
import { answerDeduction, deductionRules, type Gift } from "./tax-deduction.ts";

const today = "2026-11-22";
const firmGift: Gift = {
  day: "2024-06-01",
  donor: "firm",
  amountFen: 100_000_00n,
  baseFen: 500_000_00n,
  isForTargetArea: false,
};

function answerOf(changes: Partial<Gift>) {
  const answer = answerDeduction({ ...firmGift, ...changes }, today);
  if (answer.kind !== "answer") throw new Error("no rule");
  return answer;
}

describe("S106: which rule a gift falls under, on the first and last days", () => {
  const cases: readonly [string, Partial<Gift>, string][] = [
    ["the day before the general rule for firms", { day: "2016-12-31" }, "no_rule"],
    ["its first day", { day: "2017-01-01" }, "firm_profit_share"],
    ["target area, before the special rule", { day: "2018-12-31", isForTargetArea: true }, "firm_profit_share"],
    ["L28: first day of the special rule", { day: "2019-01-01", isForTargetArea: true }, "firm_target_area"],
    ["L28: last day of its first period", { day: "2022-12-31", isForTargetArea: true }, "firm_target_area"],
    ["L28: first day of its extension", { day: "2023-01-01", isForTargetArea: true }, "firm_target_area"],
    ["L28: its last day", { day: "2025-12-31", isForTargetArea: true }, "firm_target_area"],
    ["L28: the day after it: the general rule", { day: "2026-01-01", isForTargetArea: true }, "firm_profit_share"],
    ["not for a target area", { day: "2024-06-01" }, "firm_profit_share"],
    ["L21: a person before the law of 2018", { donor: "person", day: "2018-12-31" }, "no_rule"],
    ["L21: a person from its first day", { donor: "person", day: "2019-01-01" }, "person_income_share"],
    ["L28: the special rule is for firms", { donor: "person", isForTargetArea: true }, "person_income_share"],
  ];
  it.each(cases)("%s", (_name, changes, expected) => {
    const answer = answerDeduction({ ...firmGift, ...changes }, today);
    expect(answer.kind === "answer" ? answer.rule.id : answer.kind).toBe(expected);
  });

  it("says from which day on rules are known, where there is none", () => {
    expect(answerDeduction({ ...firmGift, day: "2010-01-01" }, today)).toEqual({
      kind: "no_rule",
      earliestDay: "2017-01-01",
    });
  });
});

describe("S106: how much at most, to the fen", () => {
  const cases: readonly [
    string,
    Partial<Gift>,
    { deductibleFen: bigint; carriedFen: bigint; limitFen: bigint | null },
  ][] = [
    ["L20: 12 % of the profit", {}, { deductibleFen: 60_000_00n, carriedFen: 40_000_00n, limitFen: 60_000_00n }],
    [
      "L20: a gift of exactly the limit leaves nothing over",
      { amountFen: 60_000_00n },
      { deductibleFen: 60_000_00n, carriedFen: 0n, limitFen: 60_000_00n },
    ],
    [
      "L20: one fen above it carries one fen",
      { amountFen: 60_000_01n },
      { deductibleFen: 60_000_00n, carriedFen: 1n, limitFen: 60_000_00n },
    ],
    [
      "L20: the limit is rounded down, never up",
      { amountFen: 100n, baseFen: 99n },
      { deductibleFen: 11n, carriedFen: 89n, limitFen: 11n },
    ],
    [
      "L20: a year without profit deducts nothing and carries everything",
      { baseFen: 0n },
      { deductibleFen: 0n, carriedFen: 100_000_00n, limitFen: 0n },
    ],
    [
      "L28: a gift to a target area is deducted whole, also without profit",
      { isForTargetArea: true, baseFen: 0n },
      { deductibleFen: 100_000_00n, carriedFen: 0n, limitFen: null },
    ],
    [
      "L21: 30 % of a person's income, and nothing is carried",
      { donor: "person", baseFen: 100_000_00n },
      { deductibleFen: 30_000_00n, carriedFen: 0n, limitFen: 30_000_00n },
    ],
  ];
  it.each(cases)("%s", (_name, changes, expected) => {
    expect(answerOf(changes)).toMatchObject(expected);
  });

  it("L20: names the last of the three years that follow", () => {
    expect(answerOf({ day: "2024-12-31" }).carriedUntilYear).toBe(2027);
    expect(answerOf({ day: "2025-01-01" }).carriedUntilYear).toBe(2028);
    expect(answerOf({ amountFen: 1n }).carriedUntilYear).toBeNull();
  });
});

describe("S106: what is said beside the figures", () => {
  it("L28: from 2026 on it says that the special rule has ended", () => {
    expect(answerOf({ day: "2026-01-01", isForTargetArea: true }).notes).toContain("special_rule_ended");
    expect(answerOf({ day: "2025-12-31", isForTargetArea: true }).notes).not.toContain("special_rule_ended");
    expect(answerOf({ day: "2018-12-31", isForTargetArea: true }).notes).not.toContain("special_rule_ended");
  });

  it("warns of days still to come, of other gifts of the year, and of full-deduction rules for persons", () => {
    expect(answerOf({ day: "2026-11-22" }).notes).toEqual(["whole_year"]);
    expect(answerOf({ day: "2026-11-23" }).notes).toEqual(["whole_year", "rules_may_change"]);
    expect(answerOf({ donor: "person" }).notes).toEqual(["whole_year", "full_deduction_by_state_council"]);
  });

  it("every rule names its sources, and no two rules of one kind overlap", () => {
    for (const rule of deductionRules) expect(rule.sources.length).toBeGreaterThan(0);
    const ids = deductionRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
