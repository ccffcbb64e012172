import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { noticePeriod } from "#app/domain/public-ledger/money-notice.ts";
import { listMoneyNotices } from "#app/domain/public-ledger/money-notice-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { resultWords } from "./notice-words.ts";

const pageSize = 20;
const views = ["all", "running"] as const;

/** 资金公告公示 (S99): every payment and spending, latest first, by itself and for good. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const now = services.clock.now();
  const view = views.find((one) => one === url.searchParams.get("view")) ?? "all";
  const page = pageOf(url);
  const { notices, total } = await listMoneyNotices(services.db, { view, now, page, pageSize });
  return {
    page: { title: t.moneyNotices.title, description: t.moneyNotices.lead },
    view,
    notices: notices.map((notice) => ({
      ...notice,
      period: noticePeriod(notice.announcedAt, notice.minDays, now).state,
    })),
    total,
    number: page,
    asOf: formatMinute(now),
  };
});

export default function MoneyNoticesPage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.moneyNotices;
  const { view, notices, total, number, asOf } = useLoaderData<typeof loader>();
  const to = (changes: { view?: string; page?: number }) => paths.ledgerNotices({ view, ...changes });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
    >
      <PrintHeader asOf={asOf} />
      <Tabs
        label={words.viewsLabel}
        tabs={views.map((one) => ({
          to: to({ view: one === "all" ? undefined : one }),
          label: words.views[one],
          isCurrent: one === view,
        }))}
      />
      {notices.length === 0 ? (
        <EmptyState title={words.none}>{words.noneBody}</EmptyState>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={notices}
          rowKey={(notice) => notice.code}
          columns={[
            { key: "day", header: words.announcedOn, cell: (notice) => dayInChina(notice.announcedAt) },
            {
              key: "use",
              header: words.use,
              rowHeader: true,
              wide: true,
              cell: (notice) => (
                <Link to={paths.ledgerNotice(notice.code)} lang={notice.use === null ? undefined : "zh-CN"}>
                  {notice.use ?? words.hiddenUse}
                </Link>
              ),
            },
            { key: "source", header: words.source, cell: (notice) => <span lang="zh-CN">{notice.source}</span> },
            {
              key: "unit",
              header: words.unit,
              cell: (notice) => (notice.unit === null ? words.household : <span lang="zh-CN">{notice.unit}</span>),
            },
            {
              key: "amount",
              header: words.amountYuan,
              cell: (notice) => <Amount fen={notice.amountFen} bare />,
              numeric: true,
            },
            { key: "result", header: words.result, cell: (notice) => resultWords(notice, t, locale) },
            {
              key: "period",
              header: words.period,
              cell: (notice) => (
                <StateBadge tone={notice.period === "running" ? "info" : "neutral"}>
                  {words.badges[notice.period]}
                </StateBadge>
              ),
            },
          ]}
        />
      )}
      <Pagination page={number} pages={Math.ceil(total / pageSize)} to={(page) => to({ page })} />
    </Page>
  );
}
