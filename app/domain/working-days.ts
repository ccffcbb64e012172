/**
 * Working days in China (工作日), for every deadline a rule counts in them: five to answer a complaint (MZ/T 087-2017, L25). Weekends and the
 * holidays of the year do not count; weekends moved into work by the State Council's yearly order (调休) do. The orders come with the package
 * `chinese-days`, 2004 to the year before the next order. A year without its order is counted by weekends alone, and says so.
 */
import chineseDays from "chinese-days";
import { addDays, daysBetween } from "./clock.ts";

/** Whether the State Council's order for that year is in the package: 1 October bears its name there. */
export function areHolidaysKnown(year: number): boolean {
  return chineseDays.getDayDetail(`${year}-10-01`).name.includes("国庆");
}

/** Whether every year from one day to another has its order; where not, a count between them is a preliminary one. */
export function areHolidaysKnownBetween(fromDay: string, toDay: string): boolean {
  for (let year = Number(fromDay.slice(0, 4)); year <= Number(toDay.slice(0, 4)); year++) {
    if (!areHolidaysKnown(year)) return false;
  }
  return true;
}

/** Whether offices work on that day, `YYYY-MM-DD`. */
export function isWorkingDay(day: string): boolean {
  return chineseDays.isWorkday(day);
}

/**
 * The last day of a term of `count` working days that began with what happened on `day`: that day itself does not count. With 0, or a
 * negative count, `day` itself.
 */
export function addWorkingDays(day: string, count: number): string {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}

/** Working days after `fromDay` up to and with `toDay`; 0 where `toDay` is not later. */
export function workingDaysBetween(fromDay: string, toDay: string): number {
  const days = Math.max(0, daysBetween(fromDay, toDay));
  return Array.from({ length: days }, (_, index) => addDays(fromDay, index + 1)).filter(isWorkingDay).length;
}

/** The State Council publishes the next year's order between October and the first half of December; a package with it follows. */
const orderIsOutBy = "12-20";

/** The next year, where its order should be in the package by `today` and is not: every deadline across New Year would be preliminary. */
export function missingHolidayYear(
  today: string,
  isKnown: (year: number) => boolean = areHolidaysKnown,
): number | null {
  const year = Number(today.slice(0, 4));
  if (!isKnown(year)) return year;
  return today.slice(5) >= orderIsOutBy && !isKnown(year + 1) ? year + 1 : null;
}
