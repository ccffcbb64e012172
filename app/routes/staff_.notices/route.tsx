import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { staffNoticeViews } from "#app/domain/notices/notice.ts";
import { objectionReaderRoles } from "#app/domain/notices/notice-policy.ts";
import {
  countStaffNotices,
  listObjections,
  listStaffNotices,
  type StaffNoticeItem,
} from "#app/domain/notices/notice-staff-queries.server.ts";
import { approverRoles } from "#app/domain/verification/verification-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { NoticeStateBadge } from "#app/ui/notice-state-badge.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { ObjectionTable } from "./objection-table.tsx";

export const loader = guardLoader(staff(...objectionReaderRoles), async ({ services, actor, url, t }) => {
  const now = services.clock.now();
  const asked = url.searchParams.get("view");
  const view = staffNoticeViews.find((one) => one === asked) ?? "paused";
  const [items, counts, objections] = await Promise.all([
    listStaffNotices(services.db, { view, actor, now }),
    countStaffNotices(services.db, { actor, now }),
    listObjections(services.db, { actor, noticeId: null }),
  ]);
  const done = url.searchParams.get("done");
  return {
    page: { title: t.notices.staff.title, isPrivate: true },
    view,
    counts,
    objections: view === "paused" ? objections : [],
    items: items.map((item) => ({
      ...item,
      canApprove: view === "due" && hasRoleFor(actor, approverRoles, item.regionCode),
    })),
    done: done === "dismissed" || done === "upheld" ? done : null,
  };
});

export default function StaffNoticesPage() {
  const t = useMessages();
  const words = t.notices.staff;
  const { view, counts, items, objections, done } = useLoaderData<typeof loader>();
  const tabs = staffNoticeViews.map((one) => ({
    to: paths.staffNotices({ view: one }),
    label: words.views[one],
    count: counts[one],
    isCurrent: one === view,
  }));
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      {done && <Banner tone="success" title={done === "upheld" ? words.doneUpheld : words.doneDismissed} />}
      <Tabs label={words.title} tabs={tabs} />
      {view === "paused" && (
        <Section title={words.openObjections}>
          {objections.length === 0 ? (
            <EmptyState title={words.noObjections} icon="circle-check" />
          ) : (
            <ObjectionTable objections={objections} />
          )}
        </Section>
      )}
      <Section title={words.views[view]}>
        {items.length === 0 ? <EmptyState title={words.noNotices} icon="megaphone" /> : <NoticeTable items={items} />}
      </Section>
    </Page>
  );
}

function NoticeTable({ items }: { items: readonly (StaffNoticeItem & { canApprove: boolean })[] }) {
  const t = useMessages();
  const words = t.notices.staff;
  const columns: Column<StaffNoticeItem & { canApprove: boolean }>[] = [
    {
      key: "title",
      header: words.columns.notice,
      rowHeader: true,
      cell: (notice) => (
        <Link to={paths.notice(notice.publicCode)} className="tap">
          {notice.title}
        </Link>
      ),
    },
    { key: "village", header: words.columns.village, cell: (notice) => notice.regionName },
    { key: "state", header: words.columns.state, cell: (notice) => <NoticeStateBadge state={notice.state} /> },
    { key: "ends", header: words.endsAt, numeric: true, cell: (notice) => formatMinute(notice.closesNotBefore) },
    {
      key: "case",
      header: t.needsStaff.next,
      cell: (notice) =>
        notice.householdId !== null ? (
          <Link to={paths.staffHousehold(notice.householdId)} className="tap">
            {words.openCase}
          </Link>
        ) : notice.needId === null ? (
          "—"
        ) : notice.canApprove ? (
          <Link to={paths.staffNeedStep(notice.needId, "publish")} className="tap font-bold">
            {words.approve}
          </Link>
        ) : (
          <Link to={paths.staffNeed(notice.needId)} className="tap">
            {words.openCase}
          </Link>
        ),
    },
  ];
  return <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(notice) => notice.id} />;
}
