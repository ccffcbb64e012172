import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { fundReaderRoles, isBelowFloor, spendableFen } from "#app/domain/funds/fund-spending.ts";
import { listStaffFunds } from "#app/domain/funds/fund-spending-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** The earmarked funds of the actor's area: what is there, what may still be spent, which fell below their floor (S97). */
export const loader = guardLoader(staff(...fundReaderRoles), async ({ services, actor, t }) => ({
  page: { title: t.funds.title, isPrivate: true },
  funds: await listStaffFunds(services.db, { actor }),
}));

export default function StaffFundsPage() {
  const t = useMessages();
  const words = t.funds;
  const { funds } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      {funds.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={funds}
          rowKey={(fund) => fund.code}
          columns={[
            {
              key: "name",
              header: words.fund,
              rowHeader: true,
              wide: true,
              cell: (fund) => (
                <>
                  <Link to={paths.staffFund(fund.code)} lang="zh-CN">
                    {fund.name}
                  </Link>{" "}
                  {isBelowFloor(fund) && (
                    <StateBadge tone="danger">{words.belowFloor(formatYuanWithSign(fund.floorFen))}</StateBadge>
                  )}
                </>
              ),
            },
            { key: "balance", header: words.balance, cell: (fund) => <Amount fen={fund.balanceFen} />, numeric: true },
            {
              key: "floor",
              header: words.floor,
              cell: (fund) => (fund.floorFen === 0n ? words.noFloor : <Amount fen={fund.floorFen} />),
              numeric: true,
            },
            {
              key: "proposed",
              header: words.proposed,
              cell: (fund) => <Amount fen={fund.proposedFen} />,
              numeric: true,
            },
            {
              key: "left",
              header: words.spendable,
              cell: (fund) => <Amount fen={spendableFen(fund)} />,
              numeric: true,
            },
          ]}
        />
      )}
    </Page>
  );
}
