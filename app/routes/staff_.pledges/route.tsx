import { Link, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { formatYuan } from "#app/domain/money.ts";
import {
  countPledgeQueues,
  listStaffPledges,
  pledgeQueueOf,
  type StaffPledge,
} from "#app/domain/pledges/pledge-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { PledgeStateBadge } from "#app/ui/state-badges.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, url, t }) => {
  const queue = pledgeQueueOf(url.searchParams.get("queue"));
  return {
    page: { title: t.pledges.staff.title, isPrivate: true },
    queueKey: queue?.key ?? null,
    queues: await countPledgeQueues(services.db, actor),
    pledges: await listStaffPledges(services.db, { actor, states: queue?.states ?? [] }),
  };
});

/** The pledges of the subtree, by who has to act. */
export default function StaffPledgesPage() {
  const t = useMessages();
  const words = t.pledges.staff;
  const { queueKey, queues, pledges } = useLoaderData<typeof loader>();
  const columns: Column<StaffPledge>[] = [
    {
      key: "what",
      header: words.what,
      rowHeader: true,
      cell: (pledge) => (
        <Link to={paths.staffPledge(pledge.id)} className="tap">
          {pledge.amountFen === null
            ? t.pledges.case.line(pledge.quantity ?? 0, pledge.unit ?? "", pledge.itemName ?? "")
            : t.pledges.case.money(formatYuan(pledge.amountFen))}
        </Link>
      ),
    },
    { key: "need", header: words.need, cell: (pledge) => `${pledge.villageName} · ${pledge.needTitle}` },
    { key: "helper", header: words.helper, cell: (pledge) => pledge.organizationName ?? pledge.personName },
    { key: "due", header: words.due, numeric: true, cell: (pledge) => pledge.promisedFor },
    { key: "state", header: words.state, cell: (pledge) => <PledgeStateBadge state={pledge.state} /> },
  ];
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      <Tabs
        label={words.state}
        tabs={[
          { to: paths.staffPledges(), label: words.all, isCurrent: queueKey === null },
          ...queues.map(({ key, count }) => ({
            to: paths.staffPledges({ queue: key }),
            label: words.queues[key],
            count,
            isCurrent: key === queueKey,
          })),
        ]}
      />
      {pledges.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <DataTable caption={words.title} hideCaption columns={columns} rows={pledges} rowKey={(pledge) => pledge.id} />
      )}
    </Page>
  );
}
