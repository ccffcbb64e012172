import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import type { StatementPage } from "./statement-page.server.ts";

/** Why the statement cannot be accepted as it is, row by row. */
export function Verdicts({ missing, findings, findingCount }: StatementPage) {
  const words = useMessages().bankStatements.preview;
  if (missing.length > 0) {
    return <Banner tone="danger" title={words.missing(missing.map((field) => words.fields[field]).join("、"))} />;
  }
  if (findings.length === 0) return null;
  return (
    <Section title={words.findings} lead={words.findingsHint} id="findings">
      <DataTable
        caption={words.findings}
        hideCaption
        rows={findings}
        rowKey={(finding) => `${finding.rowNumber} ${finding.verdict}`}
        columns={[
          { key: "row", header: words.row, cell: (finding) => finding.rowNumber, rowHeader: true },
          {
            key: "verdict",
            header: words.verdict,
            wide: true,
            cell: ({ verdict, otherRow }) =>
              `${words.verdicts[verdict]}${otherRow === undefined ? "" : ` · ${words.sameAsRow(otherRow)}`}`,
          },
        ]}
      />
      {findingCount > findings.length && (
        <p className="text-muted">{words.moreFindings(findingCount - findings.length)}</p>
      )}
    </Section>
  );
}

/** The lines as they would be recorded, oldest first. */
export function PreviewLines({ lines, counts }: StatementPage) {
  const t = useMessages();
  const words = t.bankStatements.preview;
  const heads = t.bankStatements.line;
  const total = counts.fresh + counts.known;
  return (
    <Section title={words.lines} lead={words.counts(counts.fresh, counts.known, counts.skipped)} id="lines">
      <DataTable
        caption={words.lines}
        hideCaption
        rows={lines}
        rowKey={(line) => String(line.rowNumber)}
        columns={[
          { key: "row", header: words.row, cell: (line) => line.rowNumber, rowHeader: true },
          { key: "day", header: heads.day, cell: (line) => line.day },
          { key: "amount", header: heads.amount, cell: (line) => formatYuan(line.amountFen), numeric: true },
          { key: "balance", header: heads.balance, cell: (line) => formatYuan(line.balanceFen), numeric: true },
          { key: "name", header: heads.name, cell: (line) => line.name },
          { key: "number", header: heads.number, cell: (line) => line.number },
          { key: "memo", header: heads.memo, cell: (line) => line.memo, wide: true },
          {
            key: "verdict",
            header: words.verdictOfLine,
            cell: (line) => (
              <StateBadge tone={line.isKnown ? "neutral" : "success"}>
                {line.isKnown ? words.isKnown : words.isNew}
              </StateBadge>
            ),
          },
        ]}
      />
      {total > lines.length && <p className="text-muted">{words.firstLines(lines.length)}</p>}
    </Section>
  );
}
