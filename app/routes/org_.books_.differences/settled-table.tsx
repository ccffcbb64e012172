import type { FindingItem } from "#app/domain/reconciliation/comparison-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DataTable } from "#app/ui/table.tsx";
import { useFindingWords } from "./use-finding-words.ts";

/** Differences that somebody explained, or that were gone at the next comparison. */
export function SettledTable({ rows }: { rows: readonly FindingItem[] }) {
  const words = useMessages().books.differences;
  const { amount, subject } = useFindingWords();
  return (
    <DataTable
      caption={words.settled}
      hideCaption
      rows={rows}
      rowKey={(finding) => finding.id}
      columns={[
        { key: "class", header: words.class, cell: (finding) => words.classes[finding.class], rowHeader: true },
        { key: "day", header: words.day, cell: (finding) => finding.day },
        {
          key: "subject",
          header: words.subject,
          cell: (finding) => <span className="break-all">{subject(finding.subject)}</span>,
        },
        { key: "ours", header: words.ours, cell: (finding) => amount(finding.oursFen), numeric: true },
        { key: "theirs", header: words.theirs, cell: (finding) => amount(finding.theirsFen), numeric: true },
        {
          key: "at",
          header: words.settledAt,
          cell: (finding) => (finding.resolvedAt === null ? "" : formatMinute(finding.resolvedAt)),
        },
        { key: "by", header: words.settledBy, cell: (finding) => finding.resolvedBy ?? words.byItself },
        { key: "note", header: words.note, cell: (finding) => finding.note, wide: true },
      ]}
    />
  );
}
