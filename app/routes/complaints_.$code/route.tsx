import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { complaintLooksPerAddress } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { isOverdue } from "#app/domain/complaints/complaint.ts";
import { getComplaintByCode } from "#app/domain/complaints/complaint-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { formatDay, formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

export const loader = guardLoader(anyone, async ({ services, params, url, t, context }) => {
  await enforceRateLimit(services, complaintLooksPerAddress, context.clientAddress);
  const complaint = await getComplaintByCode(services.db, params.code ?? "");
  if (complaint === null) throw notFound();
  return {
    page: { title: t.complaints.receipt.statusTitle, isPrivate: true },
    complaint,
    isLate: isOverdue(complaint, dayInChina(services.clock.now())),
    code: params.code ?? "",
    sent: url.searchParams.get("sent"),
  };
});

/** The receipt of a complaint and, later, its answer; whoever has the code may look. */
export default function ComplaintReceiptPage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.complaints.receipt;
  const { complaint, isLate, code, sent } = useLoaderData<typeof loader>();
  const { outcome, answer, answeredAt, authority, transferredAt, closedAt } = complaint;
  const items: (Description | null)[] = [
    sent === null ? null : { term: words.code, details: <b className="figure text-lg">{code}</b> },
    {
      term: words.caseNumber,
      details: (
        <>
          <span className="figure">{complaint.caseNumber}</span>{" "}
          <span className="text-sm text-muted">{words.caseNumberHint}</span>
        </>
      ),
    },
    { term: words.kind, details: t.complaints.kinds[complaint.kind] },
    { term: words.state, details: t.complaints.states[complaint.state] },
    { term: words.receivedAt, details: formatMinute(complaint.receivedAt) },
    {
      term: words.dueOn,
      details: `${formatDay(locale, complaint.dueOn)} (${words.rule(complaint.replyWorkingDays, complaint.ruleSource)})`,
    },
    authority === null ? null : { term: words.transferred, details: <span lang="zh-CN">{authority}</span> },
    transferredAt === null ? null : { term: words.transferredAt, details: formatMinute(transferredAt) },
    outcome === null ? null : { term: words.outcome, details: t.complaints.outcomes[outcome] },
    answer === null
      ? null
      : {
          term: words.answer,
          details: (
            <span lang="zh-CN" className="whitespace-pre-line">
              {answer}
            </span>
          ),
        },
    answeredAt === null ? null : { term: words.answeredAt, details: formatMinute(answeredAt) },
    closedAt === null ? null : { term: words.closedAt, details: formatMinute(closedAt) },
  ];
  return (
    <Page
      title={sent === null ? words.statusTitle : words.title}
      breadcrumbs={[{ to: paths.complaints(), label: t.complaints.title }]}
      narrow
    >
      {sent !== null && (
        <Banner tone="success" title={words.keep}>
          {sent === "no-mail" && <p>{words.noMail}</p>}
        </Banner>
      )}
      {isLate && <Banner tone="warning">{words.overdue}</Banner>}
      <DescriptionList items={items.filter((item) => item !== null)} />
      <MoreLink to={paths.complaints()}>{words.toFigures}</MoreLink>
    </Page>
  );
}
