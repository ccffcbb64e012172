/**
 * How much of a gift the law lets a donor deduct at most (S106, L20, L21, L28): a table of dated rules, each with its source. The answer
 * is an upper bound by the rule of the gift's day and never a promise: what a donor may really deduct is for the tax office, and depends
 * on the charity's qualification, its official receipt and the donor's other gifts of the year. Where no rule is on record for a day,
 * the answer says so instead of guessing.
 */
import type { Fen } from "../money.ts";

export const donorKinds = ["person", "firm"] as const;
export type DonorKind = (typeof donorKinds)[number];

export const deductionRuleIds = ["firm_target_area", "firm_profit_share", "person_income_share"] as const;
export type DeductionRuleId = (typeof deductionRuleIds)[number];

export type DeductionRule = {
  readonly id: DeductionRuleId;
  readonly donor: DonorKind;
  /** First and last day of a gift under the rule, in China; null: no end is known. */
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Only for gifts to target areas of poverty relief (目标脱贫地区). */
  readonly isForTargetAreas: boolean;
  /** Share of the yearly profit or of the declared taxable income, in percent; null: the whole gift. */
  readonly limitPercent: bigint | null;
  /** Years after the gift's own in which the rest may still be deducted. */
  readonly carryYears: number;
  /** Law or announcement, as it is quoted in Chinese. */
  readonly sources: readonly string[];
};

/** The first rule that fits applies: the special one stands before the general one. */
export const deductionRules: readonly DeductionRule[] = [
  {
    id: "firm_target_area",
    donor: "firm",
    validFrom: "2019-01-01",
    validTo: "2025-12-31",
    isForTargetAreas: true,
    limitPercent: null,
    carryYears: 0,
    sources: [
      "财政部 税务总局 国务院扶贫办公告2019年第49号（2019-01-01 至 2022-12-31）",
      "财政部 税务总局 人力资源社会保障部 国家乡村振兴局公告2021年第18号（延长至 2025-12-31）",
    ],
  },
  {
    id: "firm_profit_share",
    donor: "firm",
    validFrom: "2017-01-01",
    validTo: null,
    isForTargetAreas: false,
    limitPercent: 12n,
    carryYears: 3,
    sources: ["《企业所得税法》第九条", "《企业所得税法实施条例》第五十一条至第五十三条", "《慈善法》第八十七条"],
  },
  {
    id: "person_income_share",
    donor: "person",
    validFrom: "2019-01-01",
    validTo: null,
    isForTargetAreas: false,
    limitPercent: 30n,
    carryYears: 0,
    sources: ["《个人所得税法》第六条", "《个人所得税法实施条例》第十九条"],
  },
];

export type Gift = {
  /** Day of the gift in China, `YYYY-MM-DD`. */
  readonly day: string;
  readonly donor: DonorKind;
  readonly amountFen: Fen;
  /** A firm's profit of the year, a person's declared taxable income: fen, 0 for none or a loss. */
  readonly baseFen: Fen;
  readonly isForTargetArea: boolean;
};

/** What a reader must know beside the figures; the words are in the catalog. */
export type DeductionNote =
  | "special_rule_ended"
  | "whole_year"
  | "full_deduction_by_state_council"
  | "rules_may_change";

export type DeductionAnswer =
  | {
      readonly kind: "answer";
      readonly rule: DeductionRule;
      /** The most all gifts of the year together may reach; null: the rule has no such limit. Rounded down to the fen. */
      readonly limitFen: Fen | null;
      readonly deductibleFen: Fen;
      /** What is over the limit. */
      readonly overFen: Fen;
      /** The part of it that may be deducted later; 0 where the rule carries nothing. */
      readonly carriedFen: Fen;
      readonly carriedUntilYear: number | null;
      readonly notes: readonly DeductionNote[];
    }
  | { readonly kind: "no_rule"; readonly earliestDay: string };

/**
 * The rule of the gift's day and what it lets the donor deduct at most. `today` (China) decides only whether to warn that a day still
 * to come may get other rules.
 */
export function answerDeduction(gift: Gift, today: string): DeductionAnswer {
  const rule = deductionRules.find((one) => isApplicable(one, gift));
  if (rule === undefined) return { kind: "no_rule", earliestDay: earliestRuleDay(gift.donor) };
  const limitFen = rule.limitPercent === null ? null : (gift.baseFen * rule.limitPercent) / 100n;
  const deductibleFen = limitFen === null || gift.amountFen <= limitFen ? gift.amountFen : limitFen;
  const overFen = gift.amountFen - deductibleFen;
  const carriedFen = rule.carryYears > 0 ? overFen : 0n;
  return {
    kind: "answer",
    rule,
    limitFen,
    deductibleFen,
    overFen,
    carriedFen,
    carriedUntilYear: carriedFen > 0n ? Number(gift.day.slice(0, 4)) + rule.carryYears : null,
    notes: notesOn(rule, gift, today),
  };
}

function isApplicable(rule: DeductionRule, gift: Gift): boolean {
  return (
    rule.donor === gift.donor &&
    rule.validFrom <= gift.day &&
    (rule.validTo === null || gift.day <= rule.validTo) &&
    (!rule.isForTargetAreas || gift.isForTargetArea)
  );
}

function earliestRuleDay(donor: DonorKind): string {
  const days = deductionRules
    .filter((rule) => rule.donor === donor && !rule.isForTargetAreas)
    .map((one) => one.validFrom);
  return days.sort()[0] ?? "";
}

function notesOn(rule: DeductionRule, gift: Gift, today: string): DeductionNote[] {
  const special = deductionRules.find((one) => one.donor === gift.donor && one.isForTargetAreas);
  const isAfterSpecial = gift.isForTargetArea && special?.validTo != null && gift.day > special.validTo;
  return [
    ...(isAfterSpecial ? (["special_rule_ended"] as const) : []),
    ...(rule.limitPercent === null ? [] : (["whole_year"] as const)),
    ...(gift.donor === "person" ? (["full_deduction_by_state_council"] as const) : []),
    ...(gift.day > today ? (["rules_may_change"] as const) : []),
  ];
}
