import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { FundLot } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** The lots of a fund: what is left of them sums to its balance (D5). */
export function FundLots({ lots }: { lots: readonly FundLot[] }) {
  const t = useMessages();
  const words = t.moneyTrace.lots;
  const sum = (of: (lot: FundLot) => bigint) => <Amount fen={lots.reduce((total, lot) => total + of(lot), 0n)} bare />;
  return (
    <Section title={words.fundTitle} lead={words.fundLead} id="lots">
      <DataTable
        caption={words.fundTitle}
        hideCaption
        rows={lots}
        rowKey={(lot) => lot.code}
        columns={[
          {
            key: "code",
            header: words.code,
            rowHeader: true,
            wide: true,
            cell: (lot) => (
              <Link to={paths.ledgerTrace(lot.code)} className="break-all">
                {dayInChina(lot.openedAt)} {lot.code}
              </Link>
            ),
          },
          { key: "from", header: words.contributor, cell: (lot) => <span lang="zh-CN">{lot.contributor}</span> },
          { key: "paidIn", header: words.paidIn, cell: (lot) => <Amount fen={lot.paidInFen} bare />, numeric: true },
          { key: "spent", header: words.spent, cell: (lot) => <Amount fen={lot.spentFen} bare />, numeric: true },
          {
            key: "remaining",
            header: words.remaining,
            cell: (lot) => <Amount fen={lot.remainingFen} bare />,
            numeric: true,
          },
        ]}
        footer={{
          code: t.moneyTrace.sum,
          paidIn: sum((lot) => lot.paidInFen),
          spent: sum((lot) => lot.spentFen),
          remaining: sum((lot) => lot.remainingFen),
        }}
      />
    </Section>
  );
}
