/**
 * The law calendar (D11): every term the law or a rule of the place sets, once, with its article, what begins it, how long it is, and whether
 * missing it stops an action. Deadlines are computed from these rows, never typed. Words are in the catalogs (`lawCalendar.rules`); articles
 * are Chinese citations and shown as they are.
 */
import { addDays } from "../clock.ts";
import { addWorkingDays } from "../working-days.ts";

/** Days and working days count after the start; months end on the same day of the month, or on its last. `date`: a day of the next year. */
export type Term =
  | { readonly unit: "days" | "workingDays" | "months"; readonly length: number }
  | { readonly unit: "placeDays"; readonly settingKey: string }
  | { readonly unit: "nextYear"; readonly monthAndDay: string }
  /** The start is itself the last day: a certificate is valid to and with it. */
  | { readonly unit: "untilStart" };

export type LawRule = {
  readonly id: string;
  readonly row: string;
  readonly article: string;
  readonly appliesTo: "notice" | "charity" | "filing" | "project" | "objection" | "complaint" | "cooperation";
  readonly start: string;
  readonly term: Term;
  /** What cannot be done once it is missed (or, for a notice, before it is over); null: it only warns. */
  readonly blocks: "publish_before" | "public_fundraising" | "new_public_need" | "new_gifts" | null;
  /** How many days before the deadline it is shown as due soon. */
  readonly soonDays: number;
};

export const lawRules = [
  {
    id: "notice_days",
    row: "S7 L31 L32",
    article: "地区公示规则（notice.minDays）",
    appliesTo: "notice",
    start: "opened",
    term: { unit: "placeDays", settingKey: "notice.minDays" },
    blocks: "publish_before",
    soonDays: 3,
  },
  {
    id: "qualification",
    row: "L2",
    article: "《慈善法》第二十二条",
    appliesTo: "charity",
    start: "qualificationValidTo",
    term: { unit: "untilStart" },
    blocks: "public_fundraising",
    soonDays: 60,
  },
  {
    id: "filing",
    row: "L3",
    article: "《慈善法》第二十四条",
    appliesTo: "filing",
    start: "filingValidTo",
    term: { unit: "untilStart" },
    blocks: "public_fundraising",
    soonDays: 60,
  },
  {
    id: "progress_disclosure",
    row: "L16",
    article: "《慈善法》第七十九条",
    appliesTo: "project",
    start: "publishedOrLastDisclosed",
    term: { unit: "months", length: 3 },
    blocks: "new_public_need",
    soonDays: 21,
  },
  {
    id: "final_disclosure",
    row: "L16",
    article: "《慈善法》第七十九条",
    appliesTo: "project",
    start: "ended",
    term: { unit: "months", length: 3 },
    blocks: "new_public_need",
    soonDays: 30,
  },
  {
    id: "objection_answer",
    row: "L25",
    article: "MZ/T 087-2017",
    appliesTo: "objection",
    start: "received",
    term: { unit: "workingDays", length: 5 },
    blocks: null,
    soonDays: 2,
  },
  {
    id: "complaint_answer",
    row: "L25 S121",
    article: "MZ/T 087-2017",
    appliesTo: "complaint",
    start: "received",
    term: { unit: "workingDays", length: 5 },
    blocks: null,
    soonDays: 2,
  },
  {
    id: "partner_evaluation",
    row: "L26",
    article: "《慈善组织信息公开办法》（民政部令第81号）",
    appliesTo: "cooperation",
    start: "cooperationEnded",
    term: { unit: "months", length: 3 },
    blocks: null,
    soonDays: 30,
  },
  {
    id: "annual_report",
    row: "L26",
    article: "《慈善组织信息公开办法》（民政部令第81号）",
    appliesTo: "charity",
    start: "yearEnded",
    term: { unit: "nextYear", monthAndDay: "05-31" },
    blocks: "new_public_need",
    soonDays: 60,
  },
] as const satisfies readonly LawRule[];
export type LawRuleId = (typeof lawRules)[number]["id"];

/** Duties a charity records by hand, because no other record of the site says that they are met. */
export const recordedDutyRules = [
  "progress_disclosure",
  "partner_evaluation",
  "annual_report",
] as const satisfies readonly LawRuleId[];
export type RecordedDutyRule = (typeof recordedDutyRules)[number];

/** The rule with this id. @throws RangeError on another: a bug in the caller. */
export function lawRule(id: LawRuleId): LawRule {
  const rule = lawRules.find((one) => one.id === id);
  if (rule === undefined) throw new RangeError(`no such rule: ${id}`);
  return rule;
}

/** The same day of the month `count` months later, or the month's last where it has no such day (31 August + 3 → 30 November). */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + count, 1));
  const lastDate = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, lastDate)))
    .toISOString()
    .slice(0, 10);
}

/**
 * The last day on which a duty that began on `startDay` is met in time. A rule of a place needs its days.
 * @throws RangeError where the days of the place are missing: the caller must not invent them
 */
export function deadlineOf(rule: LawRule, startDay: string, placeDays?: number): string {
  const { term } = rule;
  switch (term.unit) {
    case "days":
      return addDays(startDay, term.length);
    case "workingDays":
      return addWorkingDays(startDay, term.length);
    case "months":
      return addMonths(startDay, term.length);
    case "nextYear":
      return `${Number(startDay.slice(0, 4)) + 1}-${term.monthAndDay}`;
    case "untilStart":
      return startDay;
    case "placeDays":
      if (placeDays === undefined) throw new RangeError(`${rule.id} needs the days of the place`);
      return addDays(startDay, placeDays);
  }
}

export type DueStatus = "overdue" | "soon" | "later";

/** The deadline day itself is still in time. */
export function dueStatus(rule: Pick<LawRule, "soonDays">, dueOn: string, today: string): DueStatus {
  if (dueOn < today) return "overdue";
  return dueOn <= addDays(today, rule.soonDays) ? "soon" : "later";
}
