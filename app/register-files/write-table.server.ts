import writeExcelFile from "write-excel-file/node";
import { escapeFormula } from "#app/domain/cell.ts";

/** A table to hand out. Every cell is text, so that ID numbers keep their digits and nothing is run as a formula. */
export type TextTable = { headers: readonly string[]; rows: readonly (readonly string[])[] };

/** With a BOM, so that Excel reads the Chinese; CRLF. Long digits as ="…", which Excel keeps as text and our own reader understands. */
export function writeCsv({ headers, rows }: TextTable): string {
  const field = (text: string) => {
    const safe = /^\d{12,}[\dXx]?$/.test(text) ? `="${text}"` : escapeFormula(text);
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\ufeff${[headers, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;
}

export async function writeXlsx(
  sheets: readonly { name: string; table: TextTable; greyRows?: number }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const written = await writeExcelFile(
    sheets.map(({ name, table, greyRows = 0 }) => ({
      sheet: name,
      columns: table.headers.map((header) => ({ width: Math.max(12, header.length * 2 + 4) })),
      data: [
        table.headers.map((value) => ({ value, type: String, fontWeight: "bold" as const })),
        ...table.rows.map((row, index) =>
          row.map((value) => ({
            value: escapeFormula(value),
            type: String,
            format: "@",
            ...(index < greyRows ? { textColor: "#888888" } : {}),
          })),
        ),
      ],
    })),
  ).toBuffer();
  const bytes = new Uint8Array(new ArrayBuffer(written.byteLength));
  bytes.set(written);
  return bytes;
}
