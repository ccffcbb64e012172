import { Link, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { formatYuan } from "#app/domain/money.ts";
import { charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { listPools } from "#app/domain/pools/pool-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { usePoolName } from "./use-pool-name.ts";

/** The pools of the reader's charities: what lies in them and from how many gifts. */
export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  return { page: { title: t.pools.title, isPrivate: true }, pools: await listPools(services.db, { actor }) };
});

export default function PoolsPage() {
  const t = useMessages();
  const words = t.pools;
  const nameOf = usePoolName();
  const { pools } = useLoaderData<typeof loader>();
  const kinds: Readonly<Record<string, string>> = words.kinds;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
    >
      {pools.length === 0 ? (
        <EmptyState title={words.none}>
          <p>{words.noneHint}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={pools}
          rowKey={(pool) => pool.id}
          columns={[
            {
              key: "pool",
              header: words.columns.pool,
              rowHeader: true,
              cell: (pool) => <Link to={paths.organizationPool(pool.id)}>{nameOf(pool)}</Link>,
            },
            { key: "kind", header: words.columns.kind, cell: (pool) => kinds[pool.kind] },
            {
              key: "balance",
              header: words.columns.balance,
              cell: (pool) => formatYuan(pool.spendableFen),
              numeric: true,
            },
            { key: "lots", header: words.columns.lots, cell: (pool) => pool.lotCount, numeric: true },
            {
              key: "proposed",
              header: words.columns.proposed,
              cell: (pool) => formatYuan(pool.proposedFen),
              numeric: true,
            },
            { key: "open", header: words.columns.open, cell: (pool) => pool.openCount, numeric: true },
          ]}
        />
      )}
    </Page>
  );
}
