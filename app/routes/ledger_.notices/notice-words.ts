import { dayInChina } from "#app/domain/clock.ts";
import type { MoneyNotice, NoticePeriod } from "#app/domain/public-ledger/money-notice.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatDay } from "#app/i18n/dates.ts";
import type { Locale } from "#app/i18n/locale.ts";

/** What came of the money so far, in one sentence. */
export function resultWords(notice: MoneyNotice, t: Messages, locale: Locale): string {
  const words = t.moneyNotices;
  const day = (at: Date) => formatDay(locale, dayInChina(at));
  if (notice.isReturned) return words.returned;
  if (notice.kind === "allocation") return words.allocated;
  if (notice.kind === "fund_spending") {
    return notice.result === null || notice.resultAt === null
      ? words.spent
      : words.accepted(day(notice.resultAt), notice.result);
  }
  return notice.confirmedAt === null ? words.waiting : words.confirmed(day(notice.confirmedAt));
}

/** The period and its dates in words. */
export function periodWords(period: NoticePeriod, t: Messages, locale: Locale): string {
  const words = t.moneyNotices;
  const day = (at: Date) => formatDay(locale, dayInChina(at));
  if (period.state === "no_rule") return words.noRule;
  return period.state === "running"
    ? words.running(period.minDays, day(period.until))
    : words.permanent(period.minDays, day(period.since));
}
