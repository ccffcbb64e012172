import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Icon } from "#app/ui/icon.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner, Timeline, type TimelineItem } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import type { NeedPageData } from "./need-page.server.ts";

/** How it was verified, step by step with days (S6, S7), and the comparison with the register (S45). */
export function NeedSteps({ need, steps }: Pick<NeedPageData, "need" | "steps">) {
  const t = useMessages();
  const locale = useLocale();
  return (
    <Section title={t.publicNeeds.steps} id="steps" lead={t.publicNeeds.stepsLead}>
      {need.registerVerifiedOn && (
        <Banner tone="success" title={t.publicNeeds.registerVerified(formatDay(locale, need.registerVerifiedOn))} />
      )}
      <div className="mt-4">
        <Timeline items={useSteps(need, steps)} />
      </div>
    </Section>
  );
}

function useSteps(need: NeedPageData["need"], steps: NeedPageData["steps"]): TimelineItem[] {
  const { publicNeeds } = useMessages();
  const locale = useLocale();
  const words = publicNeeds.step;
  const on = (at: Date | null) => (at === null ? undefined : formatDay(locale, dayInChina(at)));
  const items: TimelineItem[] = [];
  if (steps.meeting) {
    items.push({
      id: "meeting",
      title: words.meeting,
      time: formatDay(locale, steps.meeting.heldOn),
      note: words.meetingNote(steps.meeting.attendeeCount, steps.meeting.votesFor),
    });
  }
  if (need.checkedAt) items.push({ id: "checked", title: words.checked, time: on(need.checkedAt) });
  if (steps.notice) {
    items.push({
      id: "notice",
      title: words.notice,
      time: [on(steps.notice.openedAt), on(steps.notice.closedAt)].filter(Boolean).join(" – "),
      note: (
        <>
          {words.noticeNote(steps.notice.minDays)} ·{" "}
          <Link to={paths.notice(steps.notice.publicCode)}>{words.seeNotice}</Link>
        </>
      ),
    });
  }
  if (steps.signedAt) items.push({ id: "signed", title: words.signed, time: on(steps.signedAt) });
  items.push({ id: "published", title: words.published, time: on(need.publishedAt) });
  items.push({ id: "fulfilled", title: words.fulfilled, status: need.status === "open" ? "coming" : "done" });
  items.push({ id: "reported", title: words.reported, status: need.status === "reported" ? "done" : "coming" });
  return items;
}

/** Who takes the money and by which right (U2, L3). */
export function NeedReceiver({ charity, filing }: Pick<NeedPageData, "charity" | "filing">) {
  const t = useMessages();
  if (!charity) return null;
  const words = t.donations;
  const items = [
    { term: words.charity, details: charity.name },
    { term: words.creditCode, details: charity.creditCode },
    ...(charity.qualificationNumber ? [{ term: words.qualification, details: charity.qualificationNumber }] : []),
    ...(filing
      ? [
          { term: words.filing, details: <FilingNumber filing={filing} /> },
          { term: words.surplusRule, details: filing.surplusRule },
        ]
      : []),
    { term: words.contact, details: charity.contactPhone },
  ];
  return (
    <Section title={t.publicNeeds.receiver} id="receiver" lead={t.publicNeeds.noFee}>
      <DescriptionList items={items} />
    </Section>
  );
}

function FilingNumber({ filing }: { filing: NonNullable<NeedPageData["filing"]> }) {
  if (filing.recordUrl === null) return <>{filing.filingNumber}</>;
  return <a href={filing.recordUrl}>{filing.filingNumber}</a>;
}

/** What came of it: the reports that are out, and by when the next one is due (U13). */
export function NeedReport({ need, reports, isReportLate }: Pick<NeedPageData, "need" | "reports" | "isReportLate">) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.publicNeeds;
  return (
    <Section title={words.report} id="report">
      {need.nextReportOn !== null &&
        (isReportLate ? (
          <Banner tone="warning" title={words.reportLateTitle(formatDay(locale, need.nextReportOn))}>
            <p>{words.reportLateBody}</p>
          </Banner>
        ) : (
          <p>
            <Icon name="calendar" className="mr-1 text-pine" />
            {words.nextReport(formatDay(locale, need.nextReportOn))}
          </p>
        ))}
      {reports.length === 0 ? (
        <p className="max-w-measure text-muted">{words.noReport}</p>
      ) : (
        <LinkList
          items={reports.map((report) => ({
            to: paths.result(report.publicCode),
            label: report.title,
            note: [
              words.reportKinds[report.kind],
              ...(report.publishedAt === null ? [] : [formatDay(locale, dayInChina(report.publishedAt))]),
            ].join(" · "),
          }))}
        />
      )}
    </Section>
  );
}
