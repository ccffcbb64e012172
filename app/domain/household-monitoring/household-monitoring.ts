/**
 * What is watched in the years of a file: 两不愁三保障 each year (S15), warnings before somebody falls back (S19), 回头看 after an exit,
 * and who is left behind at home (S12). Nothing here changes the state of the file; it makes tasks with an owner and a day.
 */
import type { NeedCategory } from "../needs/need.ts";

/** 两不愁 (food, clothing), 三保障 (education, medical, housing), and safe water, which is counted with them. */
export const checklistItems = ["food", "clothing", "education", "medical", "housing", "water"] as const;
export type ChecklistItem = (typeof checklistItems)[number];

/** The category of need that fills a gap (缺啥补啥). */
export const needCategoryOfGap: Readonly<Record<ChecklistItem, NeedCategory>> = {
  food: "daily_life",
  clothing: "daily_life",
  education: "education",
  medical: "medical",
  housing: "housing",
  water: "drinking_water",
};

/** 低保: none, applied for, received, or 特困供养. */
export const minimumAllowances = ["none", "applied", "receiving", "full_support"] as const;
export type MinimumAllowance = (typeof minimumAllowances)[number];

/** Whether public support already pays for food and clothing: then a gap there is no need of its own, or it would be counted twice (S15). */
export function coversDailyLife(allowance: MinimumAllowance): boolean {
  return allowance === "receiving" || allowance === "full_support";
}

export type ChecklistAnswers = Readonly<Record<ChecklistItem, boolean>>;

export function failedItems(answers: ChecklistAnswers): ChecklistItem[] {
  return checklistItems.filter((item) => !answers[item]);
}

export const warningKinds = ["income_drop", "illness", "disaster", "overdue_visit", "look_back", "other"] as const;
export type WarningKind = (typeof warningKinds)[number];

/** From the most pressing; the grade sets the deadline. */
export const warningGrades = ["red", "orange", "yellow"] as const;
export type WarningGrade = (typeof warningGrades)[number];

export const daysOfGrade: Readonly<Record<WarningGrade, number>> = { red: 3, orange: 10, yellow: 30 };

export const lookBackFindings = ["stable", "at_risk", "fallen_back"] as const;
export type LookBackFinding = (typeof lookBackFindings)[number];

/** A finding that is no good news raises a warning at once. */
export function gradeOfFinding(finding: LookBackFinding): WarningGrade | null {
  if (finding === "fallen_back") return "red";
  return finding === "at_risk" ? "orange" : null;
}

export const leftBehindKinds = ["child", "woman", "elder"] as const;
export type LeftBehindKind = (typeof leftBehindKinds)[number];
