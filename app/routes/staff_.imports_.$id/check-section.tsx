import { columnLetters } from "#app/domain/cell.ts";
import type { FindingItem } from "#app/domain/register-imports/import-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import type { ImportPage } from "./import-page.server.ts";

/** What the check found: figures, then every problem with its row and column, then the notes. */
export function CheckSection({ data }: { data: ImportPage }) {
  const t = useMessages();
  const words = t.registerImports;
  const { counts, problems, warnings, one } = data;
  return (
    <>
      <Section title={words.checkTitle} lead={words.readLine(counts.rowsRead, counts.rowsSkipped)}>
        <StatFigures>
          <StatFigure value={counts.ready} label={words.ready} />
          <StatFigure value={counts.persons} label={words.persons} />
          <StatFigure value={counts.unchanged} label={words.unchanged} />
          <StatFigure value={counts.refused} label={words.refused} />
        </StatFigures>
      </Section>
      {problems.total > 0 && (
        <Section title={words.problems} lead={words.refusedHint}>
          {one.hasFile && (
            <p className="no-print flex flex-wrap items-center gap-3">
              <ButtonLink to={paths.staffImportMarked(one.id)} tone="secondary" icon="download">
                {words.marked} · {words.markedXlsx}
              </ButtonLink>
              <ButtonLink to={paths.staffImportMarked(one.id, { format: "csv" })} tone="quiet" icon="download">
                {words.markedCsv}
              </ButtonLink>
              <span className="text-sm text-muted">{words.markedHint}</span>
            </p>
          )}
          <FindingTable caption={words.problems} items={problems.items} />
          <Pagination page={problems.page} pages={problems.pages} to={(page) => paths.staffImport(one.id, { page })} />
        </Section>
      )}
      {warnings.total > 0 && (
        <Section title={words.warnings} lead={words.warningsHint}>
          <FindingTable caption={words.warnings} items={warnings.items} />
        </Section>
      )}
    </>
  );
}

function FindingTable({ caption, items }: { caption: string; items: readonly FindingItem[] }) {
  const t = useMessages();
  const words = t.registerImports;
  const columns: Column<FindingItem>[] = [
    {
      key: "place",
      header: words.column,
      rowHeader: true,
      cell: ({ rowNumber, columnIndex }) =>
        columnIndex === null ? words.row(rowNumber) : words.place(rowNumber, columnLetters(columnIndex)),
    },
    {
      key: "code",
      header: words.verdict,
      wide: true,
      cell: ({ code, otherRow }) => `${words.findings[code]}${otherRow === null ? "" : words.otherRow(otherRow)}`,
    },
  ];
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={columns}
      rows={items}
      rowKey={({ rowNumber, columnIndex, code }) => `${rowNumber}-${columnIndex}-${code}`}
    />
  );
}
