import type { AccountKindTotal, Holding } from "#app/domain/ledger/ledger-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** Every account in which money lies, by name and holder (S96): the platform's line is always nothing. */
export function HoldingsSection({ holdings }: { holdings: readonly Holding[] }) {
  const t = useMessages();
  const words = t.ledger.holdings;
  const platform = { accountId: "platform", name: words.platform, legalPerson: "—", kind: null, balanceFen: 0n };
  return (
    <Section id="holdings" title={words.title} lead={words.lead}>
      <DataTable
        caption={words.title}
        hideCaption
        rows={[...holdings, platform]}
        rowKey={(row) => row.accountId}
        columns={[
          {
            key: "account",
            header: words.account,
            cell: (row) => (row.kind === null ? row.name : <span lang="zh-CN">{row.name}</span>),
            rowHeader: true,
          },
          { key: "holder", header: words.legalPerson, cell: (row) => <span lang="zh-CN">{row.legalPerson}</span> },
          {
            key: "kind",
            header: words.kind,
            cell: (row) => (row.kind === null ? words.platformKind : t.ledger.accountKinds[row.kind]),
          },
          { key: "balance", header: words.balance, cell: (row) => <Amount fen={row.balanceFen} bare />, numeric: true },
        ]}
      />
    </Section>
  );
}

/** Balances by kind of account with what each means; the last line shows that they sum to zero. */
export function KindTotalsSection({ totals }: { totals: readonly AccountKindTotal[] }) {
  const t = useMessages();
  const words = t.ledger.kindTotals;
  const sum = totals.reduce((total, row) => total + row.balanceFen, 0n);
  return (
    <Section id="kinds" title={words.title} lead={words.lead}>
      <DataTable
        caption={words.title}
        hideCaption
        rows={totals}
        rowKey={(row) => row.kind}
        columns={[
          { key: "kind", header: words.kind, cell: (row) => t.ledger.accountKinds[row.kind], rowHeader: true },
          { key: "meaning", header: words.meaning, cell: (row) => t.ledger.accountMeanings[row.kind] },
          { key: "balance", header: words.balance, cell: (row) => <Amount fen={row.balanceFen} bare />, numeric: true },
        ]}
        footer={{ kind: words.sum, balance: <Amount fen={sum} bare /> }}
      />
    </Section>
  );
}
