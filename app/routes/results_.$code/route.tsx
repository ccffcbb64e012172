import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listPublicDisbursements } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { getPublishedReport } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Photo } from "#app/ui/photo.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { PlannedAndSpent, PublicPayments } from "./report-money.tsx";

export const loader = guardLoader(anyone, async ({ services, params }) => {
  const report = await getPublishedReport(services.db, { publicCode: params.code ?? "" });
  if (report === null) throw notFound();
  const { needId, ...shown } = report;
  return {
    page: { title: report.title },
    report: shown,
    payments: await listPublicDisbursements(services.db, { needId }),
  };
});

/** One impact report for everyone (U14): words, money planned against spent, payments, pictures, who confirmed. */
export default function ResultPage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.impactReports;
  const { report, payments } = useLoaderData<typeof loader>();
  const [lead, ...others] = report.photos;
  const facts = [
    {
      term: words.report.forNeed,
      details: <Link to={paths.need(report.needCode)}>{report.needTitle}</Link>,
      key: "need",
    },
    {
      term: words.report.place,
      details: <Link to={paths.village(report.regionCode)}>{report.villageName}</Link>,
      key: "place",
    },
    {
      term: words.report.beneficiaries,
      details: words.beneficiaries(report.beneficiaryHouseholds ?? 0, report.beneficiaryPersons ?? 0),
    },
    {
      term: words.report.date,
      details: report.publishedAt === null ? "" : formatDay(locale, dayInChina(report.publishedAt)),
    },
    {
      term: words.report.confirmed,
      details:
        report.confirmedOn === null
          ? report.confirmedByRole
          : words.report.confirmedBy(report.confirmedByRole, formatDay(locale, report.confirmedOn)),
    },
  ];
  return (
    <Page
      title={report.title}
      breadcrumbs={[{ to: paths.results(), label: words.listTitle }]}
      badges={<StateBadge tone="neutral">{t.publicNeeds.reportKinds[report.kind]}</StateBadge>}
      aside={<DescriptionList items={facts} />}
    >
      <Photo
        category={report.category}
        src={lead && paths.file(lead.fileId)}
        alt={lead?.alternativeText}
        size="lead"
        isFirst
      />
      <Section title={words.report.whatWasDone}>
        {report.body === "" && <p className="max-w-measure text-muted">{t.publicNeeds.wordsWithdrawn}</p>}
        {report.body.split("\n").map((paragraph, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a finished text never move.
          <p key={index} className="max-w-measure">
            {paragraph}
          </p>
        ))}
      </Section>
      <Section title={words.report.money}>
        <PlannedAndSpent lines={report.lines} />
      </Section>
      <Section title={words.report.payments}>
        <PublicPayments payments={payments} />
      </Section>
      {others.length > 0 && (
        <Section title={words.report.photos}>
          <div className="grid gap-4 sm:grid-cols-2">
            {others.map((photo) => (
              <figure key={photo.fileId}>
                <Photo
                  category={report.category}
                  src={paths.file(photo.fileId)}
                  alt={photo.alternativeText}
                  size="lead"
                />
                <figcaption className="text-sm text-muted">{photo.alternativeText}</figcaption>
              </figure>
            ))}
          </div>
        </Section>
      )}
    </Page>
  );
}
