import type { Translated } from "../translated.ts";
import type { taxDeduction as source } from "../zh-CN/tax-deduction.ts";

export const taxDeduction: Translated<typeof source> = {
  title: "Tax deduction of gifts",
  lead: "What the rules of the gift's day allow at most. An upper limit, not a promise.",
  form: {
    donor: "Who gave",
    donors: { person: "A person", firm: "A firm" },
    donorHints: { person: "by the declared taxable income", firm: "by the profit of the year" },
    day: "Day of the gift",
    amount: "Amount of the gift",
    base: "Profit or taxable income of the year",
    baseHint:
      "Firms: the year's total profit, 0 for a loss. Persons: the declared taxable income. Used for the sum only, not stored.",
    targetArea: "Given to a target area of poverty relief",
    targetAreaHint:
      "Matters for firms only: the 832 former key counties, counties of the contiguous poor areas, and registered poor villages.",
    submit: "Work it out",
  },
  errors: { "base.negative": "For a loss enter 0" },
  answer: {
    title: "Result",
    atMost: "Deductible at most",
    limit: "Limit of the whole year",
    noLimit: "no share applies",
    carried: "May be carried over",
    carriedUntil: (year) => `deducted in ${year} at the latest`,
    overLimit: "Above the limit",
    overLimitNote: "this rule carries nothing over",
    rule: "Rule that applies",
    period: "In force",
    periodFrom: (from) => `from ${from}, no end is laid down`,
    periodUntil: (from, to) => `${from} to ${to}`,
    sources: "Sources (in Chinese)",
    know: "Good to know",
    notPromise:
      "Whether and how much you may deduct is decided by the tax authority from the rules and your return. This is the limit by the wording, not a promise.",
  },
  rules: {
    firm_target_area: "Firms' poverty gifts to target areas are deducted in full",
    firm_profit_share:
      "Firms deduct charitable gifts up to 12% of the year's profit; the rest may be carried over for three years",
    person_income_share: "Persons deduct charitable gifts up to 30% of their declared taxable income",
  },
  notes: {
    special_rule_ended: (to) =>
      `The full deduction of firms' poverty gifts ran until ${to}. We found no later rule, so the general one is used here.`,
    whole_year: "The limit is for the whole year: other charitable gifts of the same year count towards it.",
    full_deduction_by_state_council:
      "Where the State Council allows a full deduction, that goes first. It is not included here.",
    rules_may_change: "This day is still to come; the rules may change.",
  },
  needed: {
    title: "Have at hand for your return",
    receipt: "The official donation receipt issued by the charity. Our own slip does not replace it.",
    qualification:
      "The charity was qualified for pre-tax deduction in the year of the gift. The authorities publish the list.",
    way: "The gift went through a public-benefit organization or a county or higher government. Money given to a person directly cannot be deducted.",
  },
  noRule: {
    title: "No rule on record for this day",
    body: (day) => `Rules are on record here from ${day}. For earlier gifts please ask your tax office.`,
  },
  link: "Work out the tax deduction",
  linkNote: "the limit by day and donor",
};
