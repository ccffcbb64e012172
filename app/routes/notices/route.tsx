import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { daysLeft, isDue, noticeKinds, noticeViews } from "#app/domain/notices/notice.ts";
import {
  countNotices,
  listNoticeRegions,
  listNotices,
  noticesPerPage,
} from "#app/domain/notices/notice-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { NoticeStateBadge } from "#app/ui/notice-state-badge.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { NoticeFilters } from "./notice-filters.tsx";

export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const now = services.clock.now();
  const view = noticeViews.find((one) => one === url.searchParams.get("view")) ?? "current";
  const kind = noticeKinds.find((one) => one === url.searchParams.get("kind")) ?? null;
  const regions = await listNoticeRegions(services.db);
  // A region that no notice has is no filter of ours: the list would be empty without saying why.
  const regionCode = regions.find(({ code }) => code === url.searchParams.get("region"))?.code ?? null;
  const page = pageOf(url);
  const [{ items, total }, counts] = await Promise.all([
    listNotices(services.db, { view, kind, regionCode, page }),
    countNotices(services.db, { kind, regionCode }),
  ]);
  return {
    page: { title: t.notices.title, description: t.notices.lead },
    filter: { view, kind, regionCode },
    counts,
    regions,
    items: items.map((notice) => ({
      publicCode: notice.publicCode,
      title: notice.title,
      kind: notice.kind,
      regionName: notice.regionName,
      state: notice.state,
      openedOn: dayInChina(notice.openedAt),
      closedOn: notice.closedAt === null ? null : dayInChina(notice.closedAt),
      daysLeft: daysLeft(notice, now),
      isDue: isDue(notice, now),
    })),
    pageNumber: page,
    pages: Math.ceil(total / noticesPerPage),
  };
});

type Item = ReturnType<typeof useLoaderData<typeof loader>>["items"][number];

export default function NoticesPage() {
  const t = useMessages();
  const words = t.notices;
  const { filter, counts, regions, items, pageNumber, pages } = useLoaderData<typeof loader>();
  const address = (changes: { view?: string; page?: number }) =>
    paths.notices({
      view: filter.view === "current" ? undefined : filter.view,
      region: filter.regionCode ?? undefined,
      kind: filter.kind ?? undefined,
      ...changes,
    });
  const tabs = noticeViews.map((view) => ({
    to: address({ view: view === "current" ? undefined : view }),
    label: words.views[view],
    count: counts[view],
    isCurrent: view === filter.view,
  }));
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[]}>
      <NoticeFilters filter={filter} regions={regions} />
      <Tabs label={words.viewsLabel} tabs={tabs} />
      {items.length === 0 ? (
        <EmptyState
          title={words.none}
          icon="megaphone"
          actions={
            <>
              <ButtonLink to={paths.notices()} tone="secondary">
                {words.seeAll}
              </ButtonLink>
              <ButtonLink to={paths.notices({ view: "past" })} tone="quiet">
                {words.seePast}
              </ButtonLink>
            </>
          }
        >
          {words.noneHint}
        </EmptyState>
      ) : (
        <NoticeTable items={items} />
      )}
      <Pagination page={pageNumber} pages={pages} to={(page) => address({ page })} />
    </Page>
  );
}

function NoticeTable({ items }: { items: readonly Item[] }) {
  const t = useMessages();
  const words = t.notices;
  const columns: Column<Item>[] = [
    {
      key: "title",
      header: words.title,
      rowHeader: true,
      cell: (notice) => (
        <Link to={paths.notice(notice.publicCode)} className="tap" lang={notice.title === null ? undefined : "zh-CN"}>
          {notice.title ?? words.withheldTitle}
        </Link>
      ),
    },
    { key: "kind", header: words.kind, cell: (notice) => words.kinds[notice.kind] },
    { key: "place", header: words.facts.place, cell: (notice) => <span lang="zh-CN">{notice.regionName}</span> },
    { key: "state", header: words.viewsLabel, cell: (notice) => <NoticeStateBadge state={notice.state} /> },
    { key: "from", header: words.openedAt, numeric: true, cell: (notice) => notice.openedOn },
    {
      key: "to",
      header: words.period,
      numeric: true,
      cell: (notice) => notice.closedOn ?? (notice.isDue ? words.isFull : words.daysLeft(notice.daysLeft)),
    },
  ];
  return (
    <DataTable
      caption={words.title}
      hideCaption
      columns={columns}
      rows={items}
      rowKey={(notice) => notice.publicCode}
    />
  );
}
