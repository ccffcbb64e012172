import { Link } from "@remix-run/react";
import type { Fund } from "#app/domain/ledger/fund-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** 专项资金 (S97): purposes and yearly budgets; working expenses stand apart. */
export function FundsSection({ funds }: { funds: readonly Fund[] }) {
  const t = useMessages();
  const words = t.ledger.funds;
  const years = [...new Set(funds.flatMap((fund) => fund.budgets.map((budget) => budget.year)))].sort();
  const budgetOf = (fund: Fund, year: number) => fund.budgets.find((budget) => budget.year === year)?.amountFen ?? 0n;
  const sum = (of: (fund: Fund) => bigint) => funds.reduce((total, fund) => total + of(fund), 0n);
  return (
    <Section
      id="funds"
      title={funds.length === 4 ? words.title : words.titleOf(String(funds.length))}
      lead={words.lead(funds[0]?.placeName ?? "")}
    >
      <DataTable
        caption={words.title}
        hideCaption
        rows={funds}
        rowKey={(fund) => fund.code}
        columns={[
          {
            key: "name",
            header: words.name,
            rowHeader: true,
            cell: (fund) => (
              <>
                <Link to={paths.ledgerFund(fund.code)} lang="zh-CN">
                  {fund.name}
                </Link>{" "}
                {fund.isOperating && <StateBadge tone="neutral">{words.operating}</StateBadge>}
              </>
            ),
          },
          {
            key: "purposes",
            header: words.purposes,
            cell: (fund) => <span lang="zh-CN">{fund.purposes.join("、")}</span>,
          },
          ...years.map((year) => ({
            key: String(year),
            header: words.yearColumn(year),
            cell: (fund: Fund) => <Amount fen={budgetOf(fund, year)} bare />,
            numeric: true,
          })),
          { key: "total", header: words.total, cell: (fund) => <Amount fen={fund.budgetFen} bare />, numeric: true },
        ]}
        footer={{
          name: t.ledger.plan.total,
          ...Object.fromEntries(
            years.map((year) => [String(year), <Amount key={year} fen={sum((fund) => budgetOf(fund, year))} bare />]),
          ),
          total: <Amount fen={sum((fund) => fund.budgetFen)} bare />,
        }}
      />
      <p className="text-muted">{words.operatingNote}</p>
    </Section>
  );
}
