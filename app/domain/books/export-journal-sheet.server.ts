import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import type { DbOrTx } from "#db/client.server.ts";
import { escapeFormula } from "../cell.ts";
import { type Fen, fenToDecimal } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import { type JournalWords, journalTexts } from "./export-journal.server.ts";
import { type JournalPeriod, readJournal } from "./journal-queries.server.ts";

/** A sheet is made in memory: longer journals come as CSV, which is streamed. */
export const longestSheetLines = 50_000;
const batchSize = 1_000;
const moneyFormat = "#,##0.00";

/**
 * A charity's journal as XLSX (Q19): header kept in sight, codes as text, amounts as numbers in yuan. Each number is the decimal text of its
 * fen, read once, and the totals are summed in fen: nothing is added up in floating point. Text cells are no formulas, whatever they begin
 * with, also where somebody edits them or saves the sheet as CSV (U28).
 */
export async function exportJournalSheet(
  db: DbOrTx,
  params: { charityId: string; period: JournalPeriod; words: JournalWords & { total: string } },
): Promise<Result<Uint8Array<ArrayBuffer>, "too_long">> {
  const { words, ...journal } = params;
  const rows: SheetData = [words.columns.map((column) => ({ value: column, type: String, fontWeight: "bold" }))];
  let debitFen = 0n;
  let creditFen = 0n;
  for await (const lines of readJournal(db, { ...journal, batchSize })) {
    if (rows.length + lines.length > longestSheetLines) return err("too_long");
    for (const line of lines) {
      if (line.fen > 0n) debitFen += line.fen;
      else creditFen -= line.fen;
      const texts = journalTexts(line, words).map((text) => ({
        value: escapeFormula(text),
        type: String,
      }));
      rows.push([...texts, line.fen > 0n ? yuanCell(line.fen) : null, line.fen < 0n ? yuanCell(-line.fen) : null]);
    }
  }
  const blanks = words.columns.slice(3).map(() => null);
  const total = { value: words.total, type: String, fontWeight: "bold" as const };
  rows.push([total, ...blanks, yuanCell(debitFen, "bold"), yuanCell(creditFen, "bold")]);
  const columns = [10, 18, 14, 20, 28, 32, 18, 28, 24, 16, 16].map((width) => ({ width }));
  const file = await writeXlsxFile(rows, { columns, stickyRowsCount: 1 }).toBuffer();
  return ok(new Uint8Array(file));
}

/** @throws RangeError beyond what a spreadsheet's number holds exactly: 90 million million yuan */
function yuanCell(fen: Fen, fontWeight?: "bold") {
  if (fen > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError("more than a spreadsheet holds exactly");
  return { value: Number(fenToDecimal(fen)), type: Number, format: moneyFormat, ...(fontWeight ? { fontWeight } : {}) };
}
