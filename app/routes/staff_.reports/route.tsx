import { useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import {
  listOverduePayments,
  listPaymentsToConfirm,
} from "#app/domain/disbursements/disbursement-queue-queries.server.ts";
import {
  listNeedsToReport,
  listReportsToReview,
} from "#app/domain/impact-reports/impact-report-staff-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type LinkItem, LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, t }) => ({
  page: { title: t.impactReports.queue.title, isPrivate: true },
  toReview: await listReportsToReview(services.db, { actor }),
  toReport: await listNeedsToReport(services.db, { actor, today: dayInChina(services.clock.now()) }),
  toConfirm: await listPaymentsToConfirm(services.db, { actor }),
  overdue: await listOverduePayments(services.db, { actor, today: dayInChina(services.clock.now()) }),
}));

/** What waits after the help came: reports to publish, needs to report on, payments to confirm. */
export default function ReportQueuePage() {
  const t = useMessages();
  const words = t.impactReports.queue;
  const { toReview, toReport, toConfirm, overdue } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      <Queue
        title={words.toReview}
        items={toReview.map((report) => ({
          to: paths.staffNeedReport(report.needId),
          label: report.title,
          note: report.villageName,
        }))}
      />
      <Queue
        title={words.toReport}
        items={toReport.map((need) => ({
          to: paths.staffNeedReport(need.id),
          label: need.title,
          note: [
            need.villageName,
            need.nextReportOn !== null &&
              (need.isLate
                ? t.impactReports.staff.lateSince(need.nextReportOn)
                : t.impactReports.staff.dueOn(need.nextReportOn)),
          ]
            .filter(Boolean)
            .join(" · "),
        }))}
      />
      <Queue
        title={words.toConfirm}
        items={toConfirm.map((payment) => ({
          to: paths.staffPayment(payment.id),
          label: `${payment.purpose} ${formatYuanWithSign(payment.amountFen)}`,
          note: [
            payment.villageName,
            payment.needTitle,
            ...(payment.dueOn === null ? [] : [t.disbursements.dueOn(payment.dueOn)]),
          ].join(" · "),
        }))}
      />
      {overdue.length > 0 && (
        <Queue
          title={t.disbursements.overdueTitle}
          items={overdue.map((payment) => ({
            to: paths.staffPayment(payment.id),
            label: `${payment.purpose} ${formatYuanWithSign(payment.amountFen)}`,
            note: `${payment.villageName} · ${t.disbursements.overdue(payment.dueOn ?? "")}`,
          }))}
        />
      )}
    </Page>
  );
}

function Queue({ title, items }: { title: string; items: readonly LinkItem[] }) {
  const t = useMessages();
  return (
    <Section title={title}>
      {items.length === 0 ? <p className="text-muted">{t.impactReports.queue.none}</p> : <LinkList items={items} />}
    </Section>
  );
}
