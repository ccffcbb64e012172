import { type DayBalance, explanationKeys } from "#app/domain/bank-statements/daily-balance.ts";
import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** Bank and books day by day, and what lies between them on the last one. */
export function BalanceSection({ days }: { days: readonly DayBalance[] }) {
  const words = useMessages().bankStatements.balance;
  const last = days[0];
  if (last === undefined) {
    return (
      <Section title={words.title} id="balance">
        <p className="text-muted">{words.none}</p>
      </Section>
    );
  }
  const isEven = last.unexplainedFen === 0n;
  return (
    <Section title={words.title} lead={words.lead} id="balance">
      <Banner
        tone={isEven ? "success" : "danger"}
        title={isEven ? words.holds : words.off(formatYuan(last.unexplainedFen))}
      />
      <DataTable
        caption={words.explained(last.day)}
        rows={explanationKeys}
        rowKey={(key) => key}
        columns={[
          { key: "part", header: words.part, cell: (key) => words.parts[key], rowHeader: true },
          { key: "amount", header: words.amount, cell: (key) => formatYuan(last.explained[key]), numeric: true },
        ]}
        footer={{ part: words.count, amount: formatYuan(last.differenceFen - last.unexplainedFen) }}
      />
      <DataTable
        caption={words.title}
        hideCaption
        rows={days}
        rowKey={(day) => day.day}
        columns={[
          { key: "day", header: words.day, cell: (day) => day.day, rowHeader: true },
          { key: "bank", header: words.bank, cell: (day) => formatYuan(day.bankFen), numeric: true },
          { key: "books", header: words.books, cell: (day) => formatYuan(day.booksFen), numeric: true },
          { key: "difference", header: words.difference, cell: (day) => formatYuan(day.differenceFen), numeric: true },
          {
            key: "unexplained",
            header: words.unexplained,
            cell: (day) => formatYuan(day.unexplainedFen),
            numeric: true,
          },
        ]}
      />
    </Section>
  );
}
