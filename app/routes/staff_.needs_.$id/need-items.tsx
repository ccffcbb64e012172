import { asksForMoney } from "#app/domain/needs/need.ts";
import { budgetTotalFen, lineAmountFen } from "#app/domain/needs/need-budget.ts";
import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

type Item = StaffNeed["items"][number];

/** The budget, line by line, with its sum where there are prices. */
export function NeedItems({ need }: { need: StaffNeed }) {
  const t = useMessages();
  const words = t.needsStaff;
  const hasPrices = need.items.some((item) => item.unitPriceFen !== null);
  const columns: Column<Item>[] = [
    { key: "name", header: words.item, cell: (item) => item.name, rowHeader: true },
    { key: "quantity", header: words.quantity, cell: (item) => `${item.quantity} ${item.unit}`, numeric: true },
  ];
  if (hasPrices) {
    columns.push(
      { key: "price", header: words.unitPrice, cell: (item) => amountOf(item.unitPriceFen), numeric: true },
      { key: "amount", header: words.amount, cell: (item) => amountOf(lineAmountFen(item)), numeric: true },
    );
  }
  const title = asksForMoney(need.type) ? words.items : words.quantities;
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        hideCaption
        columns={columns}
        rows={need.items}
        rowKey={(item) => item.id}
        footer={hasPrices ? { name: words.total, amount: <Amount fen={budgetTotalFen(need.items)} bare /> } : undefined}
      />
    </Section>
  );
}

function amountOf(fen: bigint | null) {
  return fen === null ? "—" : <Amount fen={fen} bare />;
}
