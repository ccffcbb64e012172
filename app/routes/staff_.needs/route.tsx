import { Link, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { countNeedQueues, needQueueOf } from "#app/domain/needs/need-queue-queries.server.ts";
import {
  listStaffNeeds,
  type StaffNeedListItem,
  staffNeedsPerPage,
} from "#app/domain/needs/need-staff-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { NeedStateBadge } from "#app/ui/state-badges.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, url, t }) => {
  const queue = needQueueOf(url.searchParams.get("queue"));
  const page = pageOf(url);
  const { items, total } = await listStaffNeeds(services.db, { actor, states: queue?.states ?? [], page });
  return {
    page: { title: t.needsStaff.title, isPrivate: true },
    queueKey: queue?.key ?? null,
    queues: await countNeedQueues(services.db, actor),
    canDraft: (await listKeptVillages(services.db, actor)).length > 0,
    items,
    pageNumber: page,
    pages: Math.ceil(total / staffNeedsPerPage),
  };
});

export default function StaffNeedsPage() {
  const t = useMessages();
  const { queueKey, queues, canDraft, items, pageNumber, pages } = useLoaderData<typeof loader>();
  const tabs = [
    { to: paths.staffNeeds(), label: t.needsStaff.all, isCurrent: queueKey === null },
    ...queues.map(({ key, count }) => ({
      to: paths.staffNeeds({ queue: key }),
      label: t.staff.needQueues[key],
      count,
      isCurrent: key === queueKey,
    })),
  ];
  return (
    <Page
      title={t.needsStaff.title}
      lead={t.needsStaff.listLead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={
        canDraft && (
          <ButtonLink to={paths.staffNeedNew()} icon="plus">
            {t.needsStaff.draftNew}
          </ButtonLink>
        )
      }
    >
      <Tabs label={t.needsStaff.state} tabs={tabs} />
      {items.length === 0 ? (
        <EmptyState title={t.needsStaff.none}>{t.needsStaff.noneHint}</EmptyState>
      ) : (
        <NeedTable items={items} />
      )}
      <Pagination
        page={pageNumber}
        pages={pages}
        to={(page) => paths.staffNeeds({ queue: queueKey ?? undefined, page })}
      />
    </Page>
  );
}

function NeedTable({ items }: { items: readonly StaffNeedListItem[] }) {
  const t = useMessages();
  const words = t.needsStaff;
  const columns: Column<StaffNeedListItem>[] = [
    {
      key: "title",
      header: words.titleField,
      rowHeader: true,
      cell: (need) => (
        <Link to={paths.staffNeed(need.id)} className="tap">
          {need.title}
        </Link>
      ),
    },
    { key: "village", header: words.village, cell: (need) => need.villageName },
    { key: "kind", header: words.kind, cell: (need) => t.needWords.types[need.type] },
    { key: "state", header: words.state, cell: (need) => <NeedStateBadge state={need.state} /> },
    {
      key: "goal",
      header: words.goal,
      numeric: true,
      cell: (need) => (need.goalFen === null ? "—" : <Amount fen={need.goalFen} />),
    },
    { key: "updated", header: words.updated, numeric: true, cell: (need) => formatMinute(need.updatedAt) },
  ];
  return <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(need) => need.id} />;
}
