import { dayInChina } from "#app/domain/clock.ts";
import { type Fen, formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DataTable } from "#app/ui/table.tsx";

type Line = { id: string; item: string; plannedFen: Fen; spentFen: Fen; note: string };

/** Planned against spent, line by line, with totals. */
export function PlannedAndSpent({ lines }: { lines: readonly Line[] }) {
  const words = useMessages().impactReports.report;
  const sum = (pick: (line: Line) => Fen) => formatYuan(lines.reduce((total, line) => total + pick(line), 0n));
  return (
    <DataTable
      caption={words.money}
      hideCaption
      rows={lines}
      rowKey={(line) => line.id}
      columns={[
        { key: "item", header: words.item, cell: (line) => line.item, rowHeader: true },
        { key: "planned", header: words.planned, cell: (line) => formatYuan(line.plannedFen), numeric: true },
        { key: "spent", header: words.spent, cell: (line) => formatYuan(line.spentFen), numeric: true },
        { key: "note", header: words.note, cell: (line) => line.note },
      ]}
      footer={{ item: words.total, planned: sum((line) => line.plannedFen), spent: sum((line) => line.spentFen) }}
    />
  );
}

type PublicPayment = {
  publicCode: string;
  payeeName: string | null;
  purpose: string;
  amountFen: Fen;
  paidAt: Date | null;
  confirmedAt: Date | null;
};

/** Who was paid what, and whether receipt was confirmed; households only as such. */
export function PublicPayments({ payments }: { payments: readonly PublicPayment[] }) {
  const words = useMessages().impactReports.report;
  if (payments.length === 0) return <p className="text-muted">{words.noPayments}</p>;
  return (
    <DataTable
      caption={words.payments}
      hideCaption
      rows={payments}
      rowKey={(payment) => payment.publicCode}
      columns={[
        { key: "purpose", header: words.purpose, cell: (payment) => payment.purpose, rowHeader: true },
        { key: "payee", header: words.payee, cell: (payment) => payment.payeeName ?? words.householdPayee },
        { key: "amount", header: words.amount, cell: (payment) => formatYuan(payment.amountFen), numeric: true },
        {
          key: "paid",
          header: words.paidOn,
          cell: (payment) => (payment.paidAt === null ? "" : dayInChina(payment.paidAt)),
        },
        {
          key: "confirmed",
          header: words.confirmedOn,
          cell: (payment) => (payment.confirmedAt === null ? words.notConfirmed : dayInChina(payment.confirmedAt)),
        },
      ]}
    />
  );
}
