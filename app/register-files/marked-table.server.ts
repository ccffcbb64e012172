import { columnLetters, type Row, textOf } from "#app/domain/cell.ts";
import type { RegisterImport } from "#app/domain/register-imports/find-import.server.ts";
import {
  HouseholdGrouper,
  type HouseholdRows,
  householdFact,
  householdFields,
} from "#app/domain/register-imports/household-rows.ts";
import type { RefusedRows } from "#app/domain/register-imports/refused-row-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { RegisterFile } from "./register-file.ts";
import type { TextTable } from "./write-table.server.ts";

type MarkedInput = { found: RegisterImport; refused: RefusedRows; words: Messages["registerImports"] };

/**
 * Reads the uploaded file again and keeps the rows of refused households, each with its reasons. Blank repeated cells are filled from their
 * household, so that the file stands by itself when it is sent again.
 */
export async function markedTable(file: RegisterFile, { found, refused, words }: MarkedInput): Promise<TextTable> {
  const firstRows = new Set(refused.firstRows);
  const said = new Map<number, string[]>();
  for (const { row, column, code, otherRow } of refused.findings) {
    const place = column === null ? "" : `${columnLetters(column)} `;
    const text = `${place}${words.findings[code]}${otherRow === null ? "" : words.otherRow(otherRow)}`;
    said.set(row, [...(said.get(row) ?? []), text]);
  }
  const grouper = new HouseholdGrouper(found.columnMap);
  const rows: string[][] = [];
  const take = (household: HouseholdRows | null) => {
    const first = household?.rows[0]?.number;
    if (household === null || first === undefined || !firstRows.has(first)) return;
    for (const row of household.rows)
      rows.push([...filledRow(row, household, found), (said.get(row.number) ?? []).join("；")]);
  };
  for await (const batch of file.rows()) {
    for (const row of batch) if (row.number > found.headerRow) take(grouper.push(row));
  }
  take(grouper.end());
  return { headers: [...found.headers, words.verdict], rows };
}

function filledRow(row: Row, household: HouseholdRows, { columnMap, headers }: RegisterImport): string[] {
  const cells = headers.map((_, index) => textOf(row.cells[index]));
  for (const field of householdFields) {
    const [column] = columnMap[field] ?? [];
    if (column === undefined || cells[column] !== "") continue;
    cells[column] = textOf(householdFact(household, columnMap[field]).fact?.cell);
  }
  return cells;
}
