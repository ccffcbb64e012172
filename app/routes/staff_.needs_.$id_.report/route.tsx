import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { offeredReportKinds } from "#app/domain/impact-reports/impact-report.ts";
import { reportPublisherRoles, reportWriterRoles } from "#app/domain/impact-reports/impact-report-policy.ts";
import { getReportOfNeed, listPlannedLines } from "#app/domain/impact-reports/impact-report-staff-queries.server.ts";
import { fenToDecimal } from "#app/domain/money.ts";
import { getStaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { listReportsOf } from "#app/domain/needs/need-trust-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { actOnReport, type ReportReply } from "./report-actions.server.ts";
import { ReportDates } from "./report-dates.tsx";
import { ReportForm } from "./report-form.tsx";
import { ReportPhotos } from "./report-photos.tsx";
import { ReportReview } from "./report-review.tsx";
import { ReportText } from "./report-text.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const need = await getStaffNeed(services.db, { needId: params.id ?? "", actor });
  if (need === null) throw notFound();
  const inWork = await getReportOfNeed(services.db, { needId: need.id, actor, of: "work" });
  const mayWrite = hasRoleFor(actor, reportWriterRoles, need.regionCode);
  // Who writes sees the form of the next report while the need goes on; the others see the latest that is out.
  const isNext = mayWrite && (need.state === "published" || need.state === "fulfilled");
  const report =
    inWork ?? (isNext ? null : await getReportOfNeed(services.db, { needId: need.id, actor, of: "published" }));
  const kinds = offeredReportKinds(need.state);
  const isOpen = report === null || report.state === "drafted" || report.state === "returned";
  const planned = report === null ? await listPlannedLines(services.db, { needId: need.id }) : [];
  const lines = report?.lines ?? planned.map((line) => ({ ...line, spentFen: 0n, note: "" }));
  return {
    page: { title: t.impactReports.staff.title, isPrivate: true },
    need: { id: need.id, title: need.title, category: need.category, publicCode: need.publicCode },
    report,
    kinds,
    earlier: await listReportsOf(services.db, { needId: need.id }),
    nextReportOn: need.nextReportOn,
    today: dayInChina(services.clock.now()),
    isSaved: url.searchParams.get("done") === "saved",
    canWrite: isOpen && mayWrite,
    canPublish: report?.state === "submitted" && hasRoleFor(actor, reportPublisherRoles, need.regionCode),
    draft: {
      kind: report?.kind ?? kinds[0] ?? "full",
      version: String(report?.version ?? 0),
      title: report?.title ?? "",
      body: report?.body ?? "",
      confirmedByRole: report?.confirmedByRole ?? "",
      confirmedOn: report?.confirmedOn ?? "",
      beneficiaryHouseholds: report?.beneficiaryHouseholds?.toString() ?? "",
      beneficiaryPersons: report?.beneficiaryPersons?.toString() ?? "",
      lines: lines.map((line) => ({
        item: line.item,
        planned: fenToDecimal(line.plannedFen),
        spent: fenToDecimal(line.spentFen),
        note: line.note,
      })),
    },
  };
});

export const action = guardAction(anyStaff, async ({ request, services, actor, params, t }) => {
  const read = await readFormWithPictures(request);
  const reply = await actOnReport({ read, services, actor, needId: params.id ?? "", t });
  if (reply === null) throw notFound();
  return reply;
});

/** The words the action found for forbidden pieces of text, if any. */
function refusedTexts(reply: ReportReply | undefined): Record<string, string> {
  return reply?.messages ?? {};
}

/** The report of one need: the officer writes, adds pictures and submits; the county publishes or returns. */
export default function NeedReportPage() {
  const t = useMessages();
  const words = t.impactReports.staff;
  const { need, report, canWrite, canPublish, draft, isSaved, today, kinds, earlier, nextReportOn } =
    useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const [form, fields] = useForm<typeof draft>({ id: "report", lastResult: reply?.result, defaultValue: draft });
  const tone = report?.state === "published" ? "success" : report?.state === "returned" ? "warning" : "info";
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeed(need.id), label: need.title },
      ]}
      badges={report && <StateBadge tone={tone}>{words.states[report.state]}</StateBadge>}
      form={form}
      messages={{ ...words.errors, ...refusedTexts(reply) }}
      labels={words.fields}
    >
      <ReportDates nextReportOn={nextReportOn} today={today} earlier={earlier} />
      {isSaved && <Banner tone="success" title={words.saved} />}
      {report?.state === "returned" && report.reviewNote && (
        <Banner tone="warning" title={words.returned(report.reviewNote)} />
      )}
      {canWrite && (
        <Section title={words.step1}>
          <ReportForm form={form} fields={fields} latestDay={today} kinds={kinds} />
        </Section>
      )}
      {canWrite && report && <ReportPhotos photos={report.photos} category={need.category} />}
      {!canWrite && report && <ReportText report={report} category={need.category} />}
      {!canWrite && report === null && <Banner tone="info" title={words.none} />}
      {canPublish && <ReportReview reply={reply?.result} />}
    </Page>
  );
}
