import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getFund } from "#app/domain/ledger/fund-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { listFundLots } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { noMovementFilter } from "#app/domain/public-ledger/movement.ts";
import { listMovements } from "#app/domain/public-ledger/movement-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MovementTable } from "#app/routes/ledger/movement-table.tsx";
import { Amount } from "#app/ui/amount.tsx";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable, DescriptionList } from "#app/ui/table.tsx";

import { FundLots } from "./fund-lots.tsx";

const shownMovements = 12;

/** One earmarked fund (S97): its purposes, its yearly budgets beside the ledger, its movements. */
export const loader = guardLoader(anyone, async ({ services, params }) => {
  const fund = await getFund(services.db, { code: params.code ?? "" });
  if (fund === null) throw notFound();
  const filter = { ...noMovementFilter, fundCode: fund.code };
  const { movements } = await listMovements(services.db, { filter, page: 1, pageSize: shownMovements });
  const lots = await listFundLots(services.db, { fundCode: fund.code });
  return { page: { title: fund.name }, fund, lots, movements, asOf: formatMinute(services.clock.now()) };
});

export default function FundPage() {
  const t = useMessages();
  const words = t.ledger.funds;
  const { fund, lots, movements, asOf } = useLoaderData<typeof loader>();
  return (
    <Page
      title={<span lang="zh-CN">{fund.name}</span>}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
      badges={fund.isOperating && <StateBadge tone="neutral">{words.operating}</StateBadge>}
    >
      {fund.isOperating && <Banner tone="info">{words.operatingNote}</Banner>}
      {fund.balanceFen < fund.floorFen && (
        <Banner tone="danger">{words.belowFloor(formatYuanWithSign(fund.floorFen))}</Banner>
      )}
      <StatFigures>
        <StatFigure value={<Amount fen={fund.budgetFen} />} label={words.budget} />
        <StatFigure value={<Amount fen={fund.postedFen} />} label={words.posted} />
        <StatFigure value={<Amount fen={fund.balanceFen} />} label={words.balance} />
      </StatFigures>
      {fund.balanceFen === fund.postedFen && <p className="text-muted">{words.noSpending}</p>}
      <DescriptionList
        items={[
          { term: words.purposes, details: <span lang="zh-CN">{fund.purposes.join("、")}</span> },
          { term: words.scope, details: <span lang="zh-CN">{fund.placeName}</span> },
          { term: words.floor, details: fund.floorFen === 0n ? words.noFloor : <Amount fen={fund.floorFen} /> },
          { term: words.source, details: <span lang="zh-CN">{fund.source}</span> },
        ]}
      />
      <Section title={words.budgetByYear}>
        <DataTable
          caption={words.budgetByYear}
          hideCaption
          rows={fund.budgets}
          rowKey={(budget) => String(budget.year)}
          columns={[
            { key: "year", header: t.ledger.plan.year, cell: (budget) => budget.year, rowHeader: true },
            {
              key: "amount",
              header: t.ledger.plan.document,
              cell: (budget) => <Amount fen={budget.amountFen} bare />,
              numeric: true,
            },
          ]}
          footer={{ year: t.ledger.plan.total, amount: <Amount fen={fund.budgetFen} bare /> }}
        />
      </Section>
      {lots.length > 0 && <FundLots lots={lots} />}
      <Section title={words.movements}>
        {movements.length === 0 ? (
          <EmptyState title={t.ledger.movements.empty} />
        ) : (
          <MovementTable movements={movements} />
        )}
        <MoreLink to={`${paths.ledger({ fund: fund.code })}#movements`}>{words.movements}</MoreLink>
      </Section>
    </Page>
  );
}
