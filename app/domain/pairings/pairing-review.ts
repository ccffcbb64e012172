/** 年度评议 (S39, S42): once a calendar year the keepers of a pairing write down how it went and whether it goes on. */
export const reviewOutcomes = ["continue", "improve", "hand_over"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** A year is due from its October on for ties that began before that, and stays due until it is written. */
export function reviewYearsDue(params: { activatedOn: string; today: string; reviewed: readonly number[] }): number[] {
  return yearsOwed(params.activatedOn, params.today).filter((year) => !params.reviewed.includes(year));
}

/**
 * The calendar years for which something is owed by now: from the year it began (unless it began in the fourth quarter) to last year, and
 * this year once its fourth quarter has come.
 */
export function yearsOwed(activatedOn: string, today: string): number[] {
  const first = Number(activatedOn.slice(0, 4)) + (isFourthQuarter(activatedOn) ? 1 : 0);
  const last = Number(today.slice(0, 4)) - (isFourthQuarter(today) ? 0 : 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function isFourthQuarter(day: string): boolean {
  return Number(day.slice(5, 7)) >= 10;
}
