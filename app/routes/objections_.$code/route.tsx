import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { takesObjections } from "#app/domain/notices/notice-policy.ts";
import { getObjectionByCode } from "#app/domain/notices/notice-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

/** Codes cannot be guessed anyway; the limit keeps machines from trying. */
const lookLimit = { name: "objection-look", limit: 120, windowSeconds: 3600 } as const;

export const loader = guardLoader(anyone, async ({ services, params, url, t, context }) => {
  await enforceRateLimit(services, lookLimit, context.clientAddress);
  const objection = await getObjectionByCode(services.db, params.code ?? "");
  if (objection === null) throw notFound();
  const { noticeState, ...shown } = objection;
  return {
    page: { title: t.notices.receipt.statusTitle, isPrivate: true },
    objection: shown,
    isUp: takesObjections(noticeState),
    wasJustSent: url.searchParams.has("sent"),
  };
});

/** The receipt of an objection and, later, its answer; whoever has the code may look. */
export default function ObjectionReceiptPage() {
  const t = useMessages();
  const words = t.notices.receipt;
  const { objection, isUp, wasJustSent } = useLoaderData<typeof loader>();
  const { outcome, answer, answeredAt } = objection;
  const items: (Description | null)[] = [
    { term: words.code, details: <b className="figure text-lg">{objection.publicCode}</b> },
    { term: words.receivedAt, details: formatMinute(objection.receivedAt) },
    { term: words.notice, details: objection.noticeTitle ?? t.notices.withheldTitle },
    { term: words.state, details: outcome ? words[outcome] : isUp ? words.waiting : words.waitingEnded },
    answer === null ? null : { term: words.answer, details: <span className="whitespace-pre-line">{answer}</span> },
    answeredAt === null ? null : { term: words.answeredAt, details: formatMinute(answeredAt) },
  ];
  return (
    <Page
      title={wasJustSent ? words.title : words.statusTitle}
      breadcrumbs={[
        { to: paths.notices(), label: t.notices.title },
        { to: paths.notice(objection.noticeCode), label: t.notices.number(objection.noticeCode) },
      ]}
      narrow
    >
      {wasJustSent && (
        <Banner tone="success" title={words.title}>
          <p>{words.keep}</p>
        </Banner>
      )}
      <DescriptionList items={items.filter((item) => item !== null)} />
      <p>
        <ButtonLink to={paths.notice(objection.noticeCode)} tone="secondary">
          {words.backToNotice}
        </ButtonLink>
      </p>
    </Page>
  );
}
