import { Link, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import {
  countPairingQueues,
  listStaffPairings,
  pairingQueueOf,
  type StaffPairing,
} from "#app/domain/pairings/pairing-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { PairingStateBadge } from "#app/ui/state-badges.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, url, t }) => {
  const queue = pairingQueueOf(url.searchParams.get("queue"));
  return {
    page: { title: t.pairings.staff.title, isPrivate: true },
    queueKey: queue?.key ?? null,
    queues: await countPairingQueues(services.db, actor),
    pairings: await listStaffPairings(services.db, { actor, states: queue?.states ?? [] }),
  };
});

/** The pairings of the subtree, by who has to act. */
export default function StaffPairingsPage() {
  const t = useMessages();
  const words = t.pairings.staff;
  const { queueKey, queues, pairings } = useLoaderData<typeof loader>();
  const columns: Column<StaffPairing>[] = [
    {
      key: "helper",
      header: words.helper,
      rowHeader: true,
      cell: (pairing) => (
        <Link to={paths.staffPairing(pairing.id)} className="tap">
          {pairing.organizationName ?? pairing.personName}
        </Link>
      ),
    },
    {
      key: "target",
      header: words.target,
      cell: (pairing) => (pairing.headName ? `${pairing.villageName} · ${pairing.headName}` : pairing.villageName),
    },
    { key: "kind", header: t.pairings.case.kind, cell: (pairing) => t.pairings.kinds[pairing.kind] },
    { key: "day", header: words.created, numeric: true, cell: (pairing) => dayInChina(pairing.createdAt) },
    { key: "state", header: words.state, cell: (pairing) => <PairingStateBadge state={pairing.state} forStaff /> },
  ];
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      <Tabs
        label={words.state}
        tabs={[
          { to: paths.staffPairings(), label: words.all, isCurrent: queueKey === null },
          ...queues.map(({ key, count }) => ({
            to: paths.staffPairings({ queue: key }),
            label: words.queues[key],
            count,
            isCurrent: key === queueKey,
          })),
        ]}
      />
      {pairings.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          columns={columns}
          rows={pairings}
          rowKey={(pairing) => pairing.id}
        />
      )}
    </Page>
  );
}
