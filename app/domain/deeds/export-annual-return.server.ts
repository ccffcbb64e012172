import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import { escapeFormula } from "../cell.ts";
import { fenToDecimal } from "../money.ts";
import type { AnnualReturn } from "./annual-return-queries.server.ts";

export type ReturnWords = {
  columns: readonly string[];
  kinds: Readonly<Record<string, string>>;
  ways: Readonly<Record<string, string>>;
  outcomes: Readonly<Record<string, string>>;
  missing: string;
  total: string;
};

function textCell(text: string) {
  return { value: escapeFormula(text), type: String };
}

const moneyCell = (fen: bigint | null) =>
  fen === null ? null : { value: Number(fenToDecimal(fen)), type: Number, format: "#,##0.00" };

/** The annual return as XLSX (S48): a line for each confirmed deed and each village without one, then the five ways totalled. */
export async function exportAnnualReturn(found: AnnualReturn, words: ReturnWords): Promise<Uint8Array<ArrayBuffer>> {
  const rows: SheetData = [words.columns.map((value) => ({ value, type: String, fontWeight: "bold" }))];
  for (const tie of found.ties) {
    const facts = [tie.placeName, words.kinds[tie.kind] ?? tie.kind, tie.publicCode].map(textCell);
    const review = textCell(tie.outcome === null ? "" : (words.outcomes[tie.outcome] ?? tie.outcome));
    if (tie.deeds.length === 0) {
      const note = textCell(tie.isMissing ? words.missing : "");
      rows.push([...facts, textCell(""), note, textCell(""), null, null, textCell(""), review]);
    }
    for (const deed of tie.deeds) {
      const what = [words.ways[deed.way] ?? deed.way, deed.title, deed.doneOn].map(textCell);
      const numbers = [moneyCell(deed.worthFen), { value: deed.householdCount, type: Number }];
      rows.push([...facts, ...what, ...numbers, textCell(deed.confirmedByRole ?? ""), review]);
    }
  }
  for (const { way, deeds, worthFen } of found.totals) {
    const label = `${words.total} ${words.ways[way] ?? way}`;
    rows.push([textCell(label), { value: deeds, type: Number }, null, null, null, null, moneyCell(worthFen)]);
  }
  const columns = [14, 18, 14, 10, 34, 12, 16, 10, 14, 16].map((width) => ({ width }));
  return new Uint8Array(await writeXlsxFile(rows, { columns, stickyRowsCount: 1 }).toBuffer());
}
