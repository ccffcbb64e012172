import { parentPort, workerData } from "node:worker_threads";
import { read as readOldWorkbook, SSF, utils, type WorkSheet } from "@e965/xlsx";
import readXlsxFile from "read-excel-file/node";
import { z } from "zod";
import { recogniseStatement } from "#app/domain/bank-statements/statement-columns.ts";
import type { Cell } from "#app/domain/cell.ts";
import { recogniseTable } from "#app/domain/register-imports/columns.ts";

/** Unpacks one workbook in a thread of its own, keeps the sheet that looks like a register or a bank statement, and hands out its rows when asked. */
type Sheet = { name: string; rows: Cell[][] };

const { bytes, format, rowLimit } = z
  .object({ bytes: z.instanceof(Uint8Array), format: z.enum(["xlsx", "xls"]), rowLimit: z.number() })
  .parse(workerData);
const rowsPerBatch = 1_000;
let sheet: Sheet | null = null;
let at = 0;

parentPort?.on("message", () => {
  next().then(
    (message) => parentPort?.postMessage(message),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});

async function next() {
  sheet ??= choose(format === "xlsx" ? await readSheets() : readOldSheets());
  if (sheet.rows.length > rowLimit) return { error: "file_too_many_rows" };
  const cells = sheet.rows.slice(at, at + rowsPerBatch);
  const rows = cells.map((row, index) => ({ number: at + index + 1, cells: row }));
  at += cells.length;
  return { sheetName: sheet.name, rows, isEnd: at >= sheet.rows.length };
}

function choose(sheets: readonly Sheet[]): Sheet {
  const [first = { name: "", rows: [] }] = sheets;
  const looksLikeTable = sheets.find(({ rows }) => {
    const head = rows.slice(0, 40).map((cells, index) => ({ number: index + 1, cells }));
    return recogniseTable(head) !== undefined || recogniseStatement(head) !== undefined;
  });
  return looksLikeTable ?? first;
}

async function readSheets(): Promise<Sheet[]> {
  const sheets = await readXlsxFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return sheets.map(({ sheet: name, data }) => ({ name, rows: data.map((row) => row.map(cellOf)) }));
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { day: value.toISOString().slice(0, 10) };
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}

function readOldSheets(): Sheet[] {
  const book = readOldWorkbook(bytes, {
    type: "array",
    cellNF: true,
    cellText: false,
    dense: false,
    sheetRows: rowLimit + 1,
  });
  return book.SheetNames.map((name) => ({ name, rows: oldRows(book.Sheets[name]) }));
}

function oldRows(sheetOfBook: WorkSheet | undefined): Cell[][] {
  if (sheetOfBook?.["!ref"] === undefined) return [];
  const { e } = utils.decode_range(sheetOfBook["!ref"]);
  const rows: Cell[][] = [];
  for (let r = 0; r <= e.r; r += 1) {
    const cells: Cell[] = [];
    for (let c = 0; c <= Math.min(e.c, 199); c += 1) {
      const cell: unknown = sheetOfBook[utils.encode_cell({ r, c })];
      cells.push(oldCell(cell));
    }
    rows.push(cells);
  }
  return rows;
}

function oldCell(cell: unknown): Cell {
  if (typeof cell !== "object" || cell === null || !("t" in cell) || !("v" in cell)) return null;
  if (
    cell.t === "n" &&
    typeof cell.v === "number" &&
    "z" in cell &&
    typeof cell.z === "string" &&
    SSF.is_date(cell.z)
  ) {
    const { y, m, d } = SSF.parse_date_code(cell.v);
    return { day: `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}` };
  }
  return cell.t === "e" ? null : cellOf(cell.v);
}
