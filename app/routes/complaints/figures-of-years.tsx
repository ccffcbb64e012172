import type { ComplaintFigures } from "#app/domain/complaints/complaint-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable } from "#app/ui/table.tsx";

const numbers = ["received", "answered", "inTime", "waiting", "overdue", "transferred", "upheld"] as const;
type Row = { key: string; name: string } & Pick<ComplaintFigures, (typeof numbers)[number]>;

function sumOf(rows: readonly Row[], name: string): Row {
  const total: Row = {
    key: "total",
    name,
    received: 0,
    answered: 0,
    inTime: 0,
    waiting: 0,
    overdue: 0,
    transferred: 0,
    upheld: 0,
  };
  for (const row of rows) for (const key of numbers) total[key] += row[key];
  return total;
}

/** One table a year, the newest first: kinds, and all of them together. */
export function FiguresOfYears({ figures }: { figures: readonly ComplaintFigures[] }) {
  const t = useMessages();
  const words = t.complaints.figures;
  if (figures.length === 0) return <p>{words.none}</p>;
  const columns: Column<Row>[] = [
    { key: "kind", header: words.kind, rowHeader: true, cell: (row) => row.name },
    ...numbers.map((key) => ({ key, header: words[key], numeric: true, cell: (row: Row) => row[key] })),
  ];
  const years = [...new Set(figures.map(({ year }) => year))];
  return (
    <>
      {years.map((year) => {
        const rows: Row[] = figures
          .filter((one) => one.year === year)
          .map((one) => ({ ...one, key: one.kind, name: t.complaints.kinds[one.kind] }));
        return (
          <DataTable
            key={year}
            caption={words.caption(year)}
            columns={columns}
            rows={[...rows, sumOf(rows, words.total)]}
            rowKey={(row) => row.key}
          />
        );
      })}
      <p className="text-sm text-muted">{words.inTimeHint}</p>
    </>
  );
}
