import type { SignedInActor } from "#app/domain/actor.ts";
import { maskedAccountNumber, maskLongNumbers } from "#app/domain/bank-statements/account-number.ts";
import { findStatement } from "#app/domain/bank-statements/find-statement.server.ts";
import { judgeStatement } from "#app/domain/bank-statements/judge-statement.server.ts";
import { ignoredColumn, sampleOf, statementFields } from "#app/domain/bank-statements/statement-columns.ts";
import { textOf } from "#app/domain/cell.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

const sampleRows = 3;
const sampleCharacters = 24;
export const mostShown = 100;

/** Everything the page of a statement shows: of a preview the columns, the verdicts and the lines as they would be recorded. */
export async function loadStatement(services: Services, actor: SignedInActor, statementId: string) {
  const statement = await findStatement(services.db, { statementId, actor });
  if (statement === null) throw notFound();
  const today = dayInChina(services.clock.now());
  const judged = await judgeStatement(services.db, statement, services.sealer, today);
  const sample = sampleOf(judged.rows, statement.headerRow, sampleRows);
  const { id, charityId, state, fileName, format, encoding, sheetName, headerRow, newLines, knownLines, last4 } =
    statement;
  return {
    statement: { id, charityId, state, fileName, format, encoding, sheetName, headerRow, newLines, knownLines, last4 },
    columns: statement.headers.map((header, index) => ({
      header,
      field: statementFields.find((field) => statement.columnMap[field]?.includes(index)) ?? ignoredColumn,
      sample: sample.map((row) => maskLongNumbers(textOf(row.cells[index])).slice(0, sampleCharacters)),
    })),
    missing: judged.missing,
    findings: judged.findings.slice(0, mostShown),
    findingCount: judged.findings.length,
    counts: {
      fresh: judged.lines.filter((line) => !line.isKnown).length,
      known: judged.lines.filter((line) => line.isKnown).length,
      skipped: judged.skippedRows,
    },
    lines: judged.lines.slice(0, mostShown).map((line) => ({
      rowNumber: line.rowNumber,
      day: line.day,
      amountFen: line.amountFen,
      balanceFen: line.balanceFen,
      name: line.name,
      number: maskedAccountNumber(line.number),
      memo: maskLongNumbers(line.memo),
      isKnown: line.isKnown,
    })),
  };
}
export type StatementPage = Awaited<ReturnType<typeof loadStatement>>;
