import type { Locale } from "./locale.ts";

const englishMonths = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A calendar day in a sentence: `2026-11-22` → 2026年11月22日, or 22 November 2026. In tables the day stays as it is. */
export function formatDay(locale: Locale, day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  if (locale === "en") return `${Number(date)} ${englishMonths[Number(month) - 1]} ${year}`;
  return `${year}年${Number(month)}月${Number(date)}日`;
}

const minuteFormat = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** An instant in China to the minute, `2026-11-22 09:10`: for 截至 and for tables (U15). */
export function formatMinute(at: Date): string {
  return minuteFormat.format(at).replace(", ", " ");
}
