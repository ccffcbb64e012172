import { formatYuan } from "#app/domain/money.ts";
import { lineAmountFen } from "#app/domain/needs/need-budget.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import type { NeedPageData } from "./need-page.server.ts";

type Item = NeedPageData["items"][number];

/** The itemised budget: what, how many, at which price, and what of it is promised. */
export function NeedBudget({ items, showsPledges }: { items: readonly Item[]; showsPledges: boolean }) {
  const t = useMessages();
  if (items.length === 0) return null;
  const words = t.publicNeeds;
  const hasPrices = items.some((item) => item.unitPriceFen !== null);
  const columns: Column<Item>[] = [
    { key: "name", header: words.item, cell: (item) => item.name, rowHeader: true },
    { key: "quantity", header: words.quantity, cell: (item) => `${item.quantity} ${item.unit}`, numeric: true },
  ];
  if (hasPrices) {
    columns.push(
      {
        key: "unitPrice",
        header: words.unitPrice,
        cell: (item) => (item.unitPriceFen === null ? "—" : formatYuan(item.unitPriceFen)),
        numeric: true,
      },
      { key: "amount", header: words.amount, cell: amountOf, numeric: true },
    );
  }
  if (showsPledges) {
    columns.push(
      { key: "claimed", header: words.claimed, cell: (item) => item.pledgedQuantity, numeric: true },
      { key: "delivered", header: words.delivered, cell: (item) => item.deliveredQuantity, numeric: true },
    );
  }
  const totalFen = items.reduce((sum, item) => sum + (lineAmountFen(item) ?? 0n), 0n);
  return (
    <Section title={words.budget} id="budget" lead={words.budgetLead}>
      <DataTable
        caption={words.budget}
        hideCaption
        columns={columns}
        rows={items}
        rowKey={(item) => String(item.position)}
        footer={hasPrices ? { name: words.total, amount: formatYuan(totalFen) } : undefined}
      />
    </Section>
  );
}

function amountOf(item: Item): string {
  const amount = lineAmountFen(item);
  return amount === null ? "—" : formatYuan(amount);
}
