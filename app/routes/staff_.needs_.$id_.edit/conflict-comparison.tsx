import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import type { ItemValues, NeedFields, NeedValues } from "../staff_.needs_.new/need-values.ts";

type Row = { label: string; saved: string; typed: string };

/** Both texts side by side, field by field, where they differ: nothing of either is lost (C6, U25). */
export function ConflictComparison({ saved, typed }: { saved: NeedValues; typed: NeedFields }) {
  const t = useMessages();
  const words = t.needsStaff;
  const texts: Row[] = [
    { label: words.titleField, saved: saved.title ?? "", typed: typed.title.value ?? "" },
    { label: words.summary, saved: saved.summary ?? "", typed: typed.summary.value ?? "" },
    { label: words.story, saved: saved.story ?? "", typed: typed.story.value ?? "" },
    { label: words.staffNote, saved: saved.staffNote ?? "", typed: typed.staffNote.value ?? "" },
    { label: words.neededBy, saved: saved.neededBy ?? "", typed: typed.neededBy.value ?? "" },
    { label: words.items, saved: linesOf(saved.items), typed: linesOf(typed.items.getFieldList().map(itemOf)) },
  ];
  const columns: Column<Row>[] = [
    { key: "label", header: words.item, cell: (row) => row.label, rowHeader: true },
    {
      key: "saved",
      header: words.savedVersion,
      cell: (row) => <span className="whitespace-pre-line">{row.saved}</span>,
    },
    {
      key: "typed",
      header: words.yourVersion,
      cell: (row) => <span className="whitespace-pre-line">{row.typed}</span>,
    },
  ];
  const differing = texts.filter((row) => row.saved !== row.typed);
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

function itemOf(item: ReturnType<NeedFields["items"]["getFieldList"]>[number]): ItemValues {
  const fields = item.getFieldset();
  return {
    name: fields.name.value,
    unit: fields.unit.value,
    quantity: fields.quantity.value,
    unitPriceFen: fields.unitPriceFen.value,
  };
}

function linesOf(items: readonly ItemValues[] = []): string {
  return items
    .map(({ name, quantity, unit, unitPriceFen }) => [name, quantity, unit, unitPriceFen].filter(Boolean).join(" "))
    .join("\n");
}
