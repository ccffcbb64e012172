import { dayInChina } from "#app/domain/clock.ts";
import type { ReportOfNeed } from "#app/domain/needs/need-trust-queries.server.ts";
import { isReportLate } from "#app/domain/needs/next-report.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";

type ReportDatesProps = { nextReportOn: string | null; today: string; earlier: readonly ReportOfNeed[] };

/** By when the next report is due (U13), and what was published before. */
export function ReportDates({ nextReportOn, today, earlier }: ReportDatesProps) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.impactReports.staff;
  return (
    <>
      {nextReportOn !== null &&
        (isReportLate(nextReportOn, today) ? (
          <Banner tone="warning" title={words.lateSince(formatDay(locale, nextReportOn))} />
        ) : (
          <Banner tone="info" title={words.dueOn(formatDay(locale, nextReportOn))} />
        ))}
      {earlier.length > 0 && (
        <Section title={words.earlier}>
          <LinkList
            items={earlier.map((report) => ({
              to: paths.result(report.publicCode),
              label: report.title,
              note: [
                t.publicNeeds.reportKinds[report.kind],
                ...(report.publishedAt === null ? [] : [formatDay(locale, dayInChina(report.publishedAt))]),
              ].join(" · "),
            }))}
          />
        </Section>
      )}
    </>
  );
}
