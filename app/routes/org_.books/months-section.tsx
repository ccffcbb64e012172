import type { BooksMonth } from "#app/domain/books/books.ts";
import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

type FlowKey = "givenFen" | "refundedFen" | "disputedFen" | "paidOutFen" | "feesFen" | "ownFen";

/** The newest month on top; the footer sums each flow over all months. */
export function MonthsSection({ months }: { months: readonly BooksMonth[] }) {
  const words = useMessages().books.months;
  const flows: [FlowKey, string][] = [
    ["givenFen", words.given],
    ["refundedFen", words.refunded],
    ["disputedFen", words.disputed],
    ["paidOutFen", words.paidOut],
    ["feesFen", words.fees],
    ["ownFen", words.own],
  ];
  const columns: Column<BooksMonth>[] = [
    { key: "month", header: words.month, cell: (month) => month.month, rowHeader: true },
    ...flows.map(
      ([key, header]): Column<BooksMonth> => ({
        key,
        header,
        cell: (month) => formatYuan(month[key]),
        numeric: true,
      }),
    ),
    { key: "balance", header: words.balance, cell: (month) => formatYuan(month.balanceFen), numeric: true },
  ];
  const totals = Object.fromEntries(
    flows.map(([key]) => [key, formatYuan(months.reduce((sum, month) => sum + month[key], 0n))]),
  );
  return (
    <Section title={words.title} lead={words.lead} id="months">
      {months.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          columns={columns}
          rows={[...months].reverse()}
          rowKey={(month) => month.month}
          footer={{ month: words.total, ...totals }}
        />
      )}
    </Section>
  );
}
