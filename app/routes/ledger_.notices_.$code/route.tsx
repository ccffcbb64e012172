import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getCallbackStateOf } from "#app/domain/callbacks/callback-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listPaymentShares } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { moneyNoticeDaysKey, noticePeriod } from "#app/domain/public-ledger/money-notice.ts";
import { getMoneyNotice } from "#app/domain/public-ledger/money-notice-queries.server.ts";
import { getComplaintPhone, getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { periodWords } from "../ledger_.notices/notice-words.ts";
import { NoticeFacts } from "./notice-facts.tsx";
import { PaymentShares } from "./payment-shares.tsx";

/** One notice of money (S99): source, amount, use, unit, result, phone, its period, and whose shares it is made of (S98). */
export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const { db } = services;
  const found = await getMoneyNotice(db, { code: params.code ?? "" });
  if (found === null) throw notFound();
  const { notice, postingReference } = found;
  const now = services.clock.now();
  const { regionCode } = notice;
  const rule = await getWholeNumberSetting(db, {
    regionCode,
    key: moneyNoticeDaysKey,
    day: dayInChina(notice.announcedAt),
  });
  return {
    page: { title: `${t.moneyNotices.noticeTitle} ${notice.code}` },
    notice,
    ruleSource: rule?.source ?? null,
    period: noticePeriod(notice.announcedAt, rule?.value ?? null, now),
    phone: (await getComplaintPhone(db, { regionCode, day: dayInChina(now) }))?.value ?? null,
    callback: await getCallbackStateOf(db, { publicCode: notice.code }),
    shares: await listPaymentShares(db, { reference: postingReference }),
    asOf: formatMinute(now),
  };
});

export default function MoneyNoticePage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.moneyNotices;
  const { notice, period, ruleSource, phone, shares, asOf, callback } = useLoaderData<typeof loader>();
  return (
    <Page
      title={<span lang={notice.use === null ? undefined : "zh-CN"}>{notice.use ?? words.hiddenUse}</span>}
      eyebrow={`${words.noticeTitle} ${notice.code}`}
      badges={
        <>
          <StateBadge tone="neutral">{words.kinds[notice.kind]}</StateBadge>
          <StateBadge tone={period.state === "running" ? "info" : "neutral"}>{words.badges[period.state]}</StateBadge>
        </>
      }
      breadcrumbs={[
        { to: paths.ledger(), label: t.ledger.title },
        { to: paths.ledgerNotices(), label: words.title },
      ]}
    >
      <PrintHeader number={notice.code} asOf={asOf} />
      {notice.isDemo && <Banner tone="warning">{words.demo}</Banner>}
      <NoticeFacts notice={notice} phone={phone} callback={callback} />
      <p>
        <b>{words.period}</b>
        {t.common.colon}
        {periodWords(period, t, locale)}
        {ruleSource !== null && (
          <>
            {" "}
            <span lang="zh-CN">{words.ruleSource(ruleSource)}</span>
          </>
        )}
      </p>
      <PaymentShares shares={shares} />
      <p className="no-print text-muted">
        {words.print} <Link to={paths.ledgerNotices()}>{words.title}</Link>
      </p>
    </Page>
  );
}
