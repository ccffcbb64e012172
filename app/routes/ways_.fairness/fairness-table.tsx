import { householdKinds } from "#app/domain/intents/intent.ts";
import type { FairnessRow } from "#app/domain/matching/fairness-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** Thousandths as percent with one decimal. */
function percent(thousandths: number): string {
  return `${(thousandths / 10).toFixed(1)} %`;
}

/** One table of the report: who is helped, who waits and how long, who gets the money. */
export function FairnessTable({ caption, rows }: { caption: string; rows: readonly FairnessRow[] }) {
  const t = useMessages();
  const words = t.matching.fairness;
  const nameOf = ({ group, name }: FairnessRow) => {
    const kind = householdKinds.find((one) => one === group);
    return kind ? t.intents.kinds[kind] : (name ?? group);
  };
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: "group", header: words.group, cell: nameOf, rowHeader: true },
        { key: "matched", header: words.matched, cell: (row) => row.matched, numeric: true },
        { key: "waiting", header: words.waiting, cell: (row) => row.waiting, numeric: true },
        { key: "median", header: words.median, cell: (row) => row.medianDays ?? "–", numeric: true },
        { key: "p90", header: words.p90, cell: (row) => row.p90Days ?? "–", numeric: true },
        { key: "given", header: words.given, cell: (row) => <Amount fen={row.givenFen} />, numeric: true },
        { key: "share", header: words.share, cell: (row) => percent(row.shareOfMoney), numeric: true },
        {
          key: "docking",
          header: words.docking,
          cell: (row) => (row.answered === 0 ? "–" : percent(Math.round((1_000 * row.accepted) / row.answered))),
          numeric: true,
        },
      ]}
      rows={rows}
      rowKey={(row) => row.group}
    />
  );
}
