import { Link } from "@remix-run/react";
import type { PaymentShare } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** Whose shares a payment is made of; they sum to it (S98). */
export function PaymentShares({ shares }: { shares: readonly PaymentShare[] }) {
  const t = useMessages();
  const words = t.moneyTrace.lots;
  const sum = shares.reduce((total, share) => total + share.amountFen, 0n);
  return (
    <Section title={words.paymentTitle} lead={words.paymentLead}>
      <DataTable
        caption={words.paymentTitle}
        hideCaption
        rows={shares}
        rowKey={(share) => share.code}
        columns={[
          {
            key: "code",
            header: words.code,
            rowHeader: true,
            cell: (share) => (
              <Link to={paths.ledgerTrace(share.code)} className="break-all">
                {share.code}
              </Link>
            ),
          },
          {
            key: "from",
            header: words.contributor,
            cell: (share) =>
              share.contributor === null ? t.moneyTrace.gift : <span lang="zh-CN">{share.contributor}</span>,
          },
          { key: "fen", header: words.amount, cell: (share) => <Amount fen={share.amountFen} bare />, numeric: true },
        ]}
        footer={{ code: t.moneyTrace.sum, fen: <Amount fen={sum} bare /> }}
      />
    </Section>
  );
}
