import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { daysLeft, isDue } from "#app/domain/notices/notice.ts";
import { takesObjections } from "#app/domain/notices/notice-policy.ts";
import { getNotice } from "#app/domain/notices/notice-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { NoticeFactsView } from "#app/ui/notice-facts.tsx";
import { NoticeStateBadge } from "#app/ui/notice-state-badge.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader, QrCode } from "#app/ui/print.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { NoticeHistory } from "./notice-history.tsx";
import { NoticePeriod } from "./notice-period.tsx";

export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const notice = await getNotice(services.db, params.code ?? "");
  if (notice === null) throw notFound();
  const now = services.clock.now();
  const url = `${services.env.baseUrl}${paths.notice(notice.publicCode)}`;
  return {
    page: { title: notice.title ?? t.notices.withheldTitle, description: t.notices.lead },
    notice,
    daysLeft: daysLeft(notice, now),
    isDue: isDue(notice, now),
    takesObjections: takesObjections(notice.state),
    asOf: formatMinute(now),
    url,
    qr: qrPathOf(url),
  };
});

/** One notice for anyone and for good (S7): the masked facts as they were put up, the days, and what became of objections. On paper, A4. */
export default function NoticePage() {
  const t = useMessages();
  const words = t.notices;
  const data = useLoaderData<typeof loader>();
  const { notice, asOf, url, qr } = data;
  const intros = { household: words.introHousehold, exit: words.introExit, need: words.intro };
  const intro = new Map<string, string>(Object.entries(intros)).get(notice.kind) ?? words.introAllocation;
  const named = ["need", "household", "exit"].includes(notice.kind);
  return (
    <Page
      title={notice.title === null ? words.withheldTitle : words.headline(notice.title)}
      eyebrow={words.number(notice.publicCode)}
      breadcrumbs={[{ to: paths.notices(), label: words.title }]}
      badges={
        <>
          <NoticeStateBadge state={notice.state} />
          {notice.state === "open" && (
            <StateBadge tone={data.isDue ? "success" : "neutral"} icon="calendar">
              {data.isDue ? words.isFull : words.daysLeft(data.daysLeft)}
            </StateBadge>
          )}
        </>
      }
      aside={
        <>
          <NoticePeriod notice={notice} />
          {data.takesObjections && (
            <div className="no-print stack">
              <ButtonLink to={paths.noticeObjection(notice.publicCode)} tone="secondary" icon="message-square" wide>
                {words.object}
              </ButtonLink>
              <p className="text-sm text-muted">{words.objectHint}</p>
            </div>
          )}
          <QrCode path={qr.path} size={qr.size} caption={`${words.permanent}${t.common.colon}${url}`} />
          <p className="no-print text-sm text-muted">{words.print}</p>
          <p className="print-only text-right">{words.seal}</p>
        </>
      }
    >
      <PrintHeader number={words.number(notice.publicCode)} asOf={asOf} />
      {notice.state === "paused" && <Banner tone="warning">{words.pausedBanner}</Banner>}
      <p className="max-w-measure">{intro}</p>
      {notice.facts && <NoticeFactsView facts={notice.facts} />}
      {notice.text !== null && <p className="max-w-measure whitespace-pre-line">{notice.text}</p>}
      {notice.title === null && <Banner tone="info">{words.withheld}</Banner>}
      {named && notice.title !== null && !data.takesObjections && (
        <p className="text-sm text-muted">{words.nameEnded}</p>
      )}
      <Section title={words.history}>
        <NoticeHistory notice={notice} />
      </Section>
    </Page>
  );
}
