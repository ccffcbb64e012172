import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "./status.tsx";
import { type Column, DataTable } from "./table.tsx";

export type ComparedField = { label: string; saved: string; typed: string };

/** Both versions, field by field, where they differ: who saves second loses nothing of either (C6, U25). */
export function ConflictComparison({ fields }: { fields: readonly ComparedField[] }) {
  const t = useMessages();
  const words = t.staff;
  const columns: Column<ComparedField>[] = [
    { key: "label", header: words.conflictField, cell: (row) => row.label, rowHeader: true },
    {
      key: "saved",
      header: words.savedVersion,
      cell: (row) => <span className="whitespace-pre-line">{row.saved || "—"}</span>,
    },
    {
      key: "typed",
      header: words.yourVersion,
      cell: (row) => <span className="whitespace-pre-line">{row.typed || "—"}</span>,
    },
  ];
  const differing = fields.filter((field) => field.saved !== field.typed);
  return (
    <>
      <Banner tone="warning" title={words.conflictTitle}>
        <p>{words.conflictHint}</p>
      </Banner>
      {differing.length > 0 && (
        <DataTable
          caption={words.conflictTitle}
          hideCaption
          columns={columns}
          rows={differing}
          rowKey={(row) => row.label}
        />
      )}
    </>
  );
}
