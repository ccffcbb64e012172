/** Reads the rows of a bank's export into lines, with a verdict for every row that is not taken as it is. Nothing is guessed or repaired. */
import { type Cell, isBlank, type Row, textOf } from "../cell.ts";
import { readDay } from "../cell-day.ts";
import type { Fen } from "../money.ts";
import { plainAccountNumber } from "./account-number.ts";
import type { LineDetails } from "./bank-statement.ts";
import { readDirection, readStatementAmount } from "./statement-amount.ts";
import type { StatementColumns, StatementField, StatementTable } from "./statement-columns.ts";

export const rowVerdicts = [
  "bad_day",
  "day_in_future",
  "bad_amount",
  "no_amount",
  "both_filled",
  "bad_direction",
  "bad_balance",
  "balance_break",
  "bad_serial",
  "serial_twice",
  /** The account has this serial number already, on another day or with another amount. */
  "serial_taken",
] as const;
export type RowVerdict = (typeof rowVerdicts)[number];

export type StatementLine = LineDetails & {
  rowNumber: number;
  day: string;
  /** As written; tells two equal lines apart, nothing else. */
  time: string;
  /** Positive: came in. */
  amountFen: Fen;
  /** After the line. */
  balanceFen: Fen;
  serial: string | null;
};

export type RowFinding = { rowNumber: number; verdict: RowVerdict; otherRow?: number };

export type ReadStatement = {
  /** In the order they happened, whichever way round the file was. */
  lines: readonly StatementLine[];
  findings: readonly RowFinding[];
  /** Totals, remarks and blank rows: no lines. */
  skippedRows: number;
};

/** Titles of the next page, totals and balances carried forward. */
const noLine = /合计|总计|小计|承前|过次|期初|期末|上期余额|上页|本页|笔数|打印|制表|以下空白|^第.{1,4}页/;
const longestText = 200;

/** `today` is the day in China. */
export function readStatement(
  rows: readonly Row[],
  { headerRow, columns }: StatementTable,
  today: string,
): ReadStatement {
  const found: StatementLine[] = [];
  const findings: RowFinding[] = [];
  let skippedRows = 0;
  for (const row of rows) {
    if (row.number <= headerRow) continue;
    if (isNoLine(row, columns)) {
      skippedRows += 1;
      continue;
    }
    const read = readRow(row, columns, today);
    if (typeof read === "string") findings.push({ rowNumber: row.number, verdict: read });
    else found.push(read);
  }
  const lines = inOrder(found);
  findings.push(...repeatedSerials(lines), ...(findings.length === 0 ? brokenBalances(lines) : []));
  return { lines, findings: findings.sort((one, other) => one.rowNumber - other.rowNumber), skippedRows };
}

function cellOf(row: Row, columns: StatementColumns, field: StatementField): Cell | undefined {
  const [index] = columns[field] ?? [];
  return index === undefined ? undefined : row.cells[index];
}

/** A row without an amount in any column says nothing, and totals and carried balances have no day. */
function isNoLine(row: Row, columns: StatementColumns): boolean {
  if (row.cells.every(isBlank)) return true;
  const day = cellOf(row, columns, "day");
  if (readDayOfLine(day) !== undefined) return false;
  const words = row.cells.map(textOf).join(" ");
  if (noLine.test(words)) return true;
  const fields = ["income", "expense", "amount", "balance"] as const;
  return isBlank(day) && fields.every((field) => isBlank(cellOf(row, columns, field)));
}

/** 2026-11-02 09:15:33, 20261102091533, 2026年11月2日: the day in front of a time. */
export function readDayOfLine(cell: Cell | undefined): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (typeof cell !== "string") return readDay(typeof cell === "number" ? Math.floor(cell) : cell);
  const text = textOf(cell);
  const parts =
    /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:[T ]?\d{1,2}[:.时]\d{1,2}(?:[:.分]\d{1,2}秒?)?(?:\.\d+)?)?$/.exec(
      text,
    ) ?? /^(\d{8})(?:\s?\d{6}|\s\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text);
  return readDay(parts?.[1] ?? text);
}

function readRow(row: Row, columns: StatementColumns, today: string): StatementLine | RowVerdict {
  const day = readDayOfLine(cellOf(row, columns, "day"));
  if (day === undefined) return "bad_day";
  if (day > today) return "day_in_future";
  const amountFen = readAmount(row, columns);
  if (typeof amountFen === "string") return amountFen;
  const balanceFen = readStatementAmount(cellOf(row, columns, "balance"));
  if (balanceFen === undefined || balanceFen === null) return "bad_balance";
  const serialCell = cellOf(row, columns, "serial");
  const serial = textOf(serialCell).replace(/\s/g, "");
  // A spreadsheet keeps 15 digits of a number and invents the rest.
  if (isInexact(serialCell) || serial.length > 80) return "bad_serial";
  const text = (field: StatementField) => textOf(cellOf(row, columns, field)).slice(0, longestText);
  const numberCell = cellOf(row, columns, "number");
  return {
    rowNumber: row.number,
    day,
    time: text("time"),
    amountFen,
    balanceFen,
    serial: serial === "" || /^-+$/.test(serial) ? null : serial,
    name: text("name"),
    number: isInexact(numberCell) ? "" : plainAccountNumber(text("number")),
    memo: (columns.memo ?? [])
      .map((index) => textOf(row.cells[index]))
      .filter((part, index, all) => part !== "" && all.indexOf(part) === index)
      .join(" ")
      .slice(0, longestText),
  };
}

function isInexact(cell: Cell | undefined): boolean {
  if (typeof cell === "number") return !Number.isSafeInteger(cell) || Math.abs(cell) >= 1e15;
  return /^\d(?:\.\d+)?E\+\d+$/i.test(textOf(cell));
}

function readAmount(row: Row, columns: StatementColumns): Fen | RowVerdict {
  if (columns.amount !== undefined) {
    const amount = readStatementAmount(cellOf(row, columns, "amount"));
    if (amount === undefined) return "bad_amount";
    if (amount === null || amount === 0n) return "no_amount";
    if (columns.direction === undefined) return amount;
    const direction = readDirection(cellOf(row, columns, "direction"));
    if (direction === undefined) return "bad_direction";
    // Banks that write a sign and a flag mean the same with both, but for a reversal in red: 贷 -100.00.
    return direction === "in" ? amount : amount < 0n && isSignedOut(row, columns) ? amount : -amount;
  }
  const income = readStatementAmount(cellOf(row, columns, "income"));
  const expense = readStatementAmount(cellOf(row, columns, "expense"));
  if (income === undefined || expense === undefined) return "bad_amount";
  const [came, went] = [income ?? 0n, expense ?? 0n];
  if (came !== 0n && went !== 0n) return "both_filled";
  if (came === 0n && went === 0n) return "no_amount";
  return came === 0n ? -went : came;
}

/** 支 -100.00 is money that went out, where the flag says 收 or 支; 借 -100.00 is a booking in red. */
function isSignedOut(row: Row, columns: StatementColumns): boolean {
  return !/^(?:借|借方|d|dr|debit)$/i.test(textOf(cellOf(row, columns, "direction")));
}

function breaksOf(lines: readonly StatementLine[]): StatementLine[] {
  return lines.filter((line, index) => {
    const before = lines[index - 1];
    return before !== undefined && before.balanceFen + line.amountFen !== line.balanceFen;
  });
}

/**
 * Oldest first. Half of the banks export the newest first, some the newest day first and each day from its morning: of these orders the one
 * that the balances follow best, on a tie the one that the days follow.
 */
function inOrder(lines: readonly StatementLine[]): readonly StatementLine[] {
  const reversed = [...lines].reverse();
  const byDay = (some: readonly StatementLine[]) => [...some].sort((one, other) => one.day.localeCompare(other.day));
  const backwards = (some: readonly StatementLine[]) =>
    some.filter((line, index) => line.day < (some[index - 1]?.day ?? "")).length;
  const [best] = [lines, reversed, byDay(lines), byDay(reversed)]
    .map((order, index) => ({ order, index, breaks: breaksOf(order).length, backwards: backwards(order) }))
    .sort((one, other) => one.breaks - other.breaks || one.backwards - other.backwards || one.index - other.index);
  return best?.order ?? [];
}

function brokenBalances(lines: readonly StatementLine[]): RowFinding[] {
  return breaksOf(lines).map(({ rowNumber }) => ({ rowNumber, verdict: "balance_break" }));
}

function repeatedSerials(lines: readonly StatementLine[]): RowFinding[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ serial, rowNumber }) => {
    if (serial === null) return [];
    const otherRow = seen.get(serial);
    seen.set(serial, otherRow ?? rowNumber);
    return otherRow === undefined ? [] : [{ rowNumber, verdict: "serial_twice" as const, otherRow }];
  });
}
