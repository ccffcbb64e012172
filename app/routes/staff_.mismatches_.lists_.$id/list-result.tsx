import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";
import type { ListPage } from "./list-page.server.ts";

/** What the check found: figures, then every row that cannot be read with why. */
export function ListResult({ data: { one, counts, refusedRows } }: { data: ListPage }) {
  const t = useMessages();
  const words = t.departmentLists.upload;
  return (
    <>
      <Section title={words.checkTitle} lead={one.state === "checked" ? words.checkLead : undefined}>
        <StatFigures>
          <StatFigure value={counts.rowsRead} label={words.rowsRead} />
          <StatFigure value={counts.rowsMatched} label={words.matched} />
          <StatFigure value={counts.rowsUnknown} label={words.unknown} />
          <StatFigure value={counts.mismatchesFound} label={words.mismatches} />
        </StatFigures>
      </Section>
      {counts.rowsRefused > 0 && (
        <Section title={words.refusedTitle} lead={words.refusedLead(counts.rowsRefused)}>
          <DataTable
            caption={words.refusedTitle}
            hideCaption
            rows={refusedRows}
            rowKey={(row) => String(row.rowNumber)}
            columns={[
              {
                key: "row",
                header: t.departmentLists.rows,
                rowHeader: true,
                cell: (row) => t.registerImports.row(row.rowNumber),
              },
              {
                key: "why",
                header: t.registerImports.verdict,
                wide: true,
                cell: (row) => t.registerImports.findings[`id_${row.code}`],
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
