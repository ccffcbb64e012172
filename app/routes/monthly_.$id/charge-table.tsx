import { Link } from "@remix-run/react";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DataTable } from "#app/ui/table.tsx";
import type { MonthlyPageData } from "./monthly-page.server.ts";

/** Every month that was charged, each with a receipt of its own (Q5). */
export function ChargeTable({ charges }: { charges: MonthlyPageData["charges"] }) {
  const words = useMessages().monthlyGifts.page;
  if (charges.length === 0) return <p className="text-muted">{words.noCharges}</p>;
  return (
    <DataTable
      caption={words.charges}
      hideCaption
      rows={charges}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "date",
          header: words.date,
          cell: (row) => (row.paidAt === null ? "" : formatMinute(row.paidAt)),
          rowHeader: true,
        },
        { key: "amount", header: words.amount, cell: (row) => formatYuanWithSign(row.amountFen), numeric: true },
        { key: "number", header: words.receiptNumber, cell: (row) => row.receiptNumber },
        { key: "open", header: words.receipt, cell: (row) => <Link to={row.receiptPath}>{words.open}</Link> },
      ]}
    />
  );
}
