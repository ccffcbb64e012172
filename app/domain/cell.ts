/**
 * One cell of an office's table, whatever program wrote it. A number stays a number: whether its digits can be trusted depends on the
 * column (an Excel number keeps 15 digits, an ID number has 18). `CellDay` is a cell that the table itself marks as a date.
 */
export type CellDay = { readonly day: string };
export type Cell = string | number | boolean | null | CellDay;

/** One line of the table; `number` as the table's own program counts it, from 1. */
export type Row = { readonly number: number; readonly cells: readonly Cell[] };

// Nothing but printable ASCII and common Chinese characters: what needs no cleaning, nearly all cells of a register.
const plain = /^[\x21-\x7e\u4e00-\u9fff]*$/;

/** What a cell says, as people read it: full-width digits and spaces become plain, the tricks that keep digits as text (' and ="…") go. */
export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "object") return cell.day;
  let text = typeof cell === "string" ? cell : String(cell);
  if (text === "") return text;
  if (!plain.test(text))
    text = text
      .normalize("NFKC")
      .replace(/[\s\u200b\ufeff]+/gu, " ")
      .trim();
  const first = text.charCodeAt(0);
  if (first === 0x27) return text.slice(1).trim();
  if (first === 0x3d && text.startsWith('="') && text.endsWith('"')) return text.slice(2, -1).trim();
  return text;
}

export function isBlank(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell !== "string") return false;
  const first = cell.charCodeAt(0);
  // A digit, a letter or a Chinese character stays, whatever follows.
  if ((first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x5a) || (first >= 0x4e00 && first <= 0x9fff))
    return false;
  return textOf(cell) === "";
}

export function isBlankRow(row: Row): boolean {
  return row.cells.every(isBlank);
}

/** The name spreadsheets give to a column: 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

/** Whether a text would be run as a formula by a spreadsheet that opens it, or by one in which somebody edits its cell. */
function isFormula(text: string): boolean {
  return /^[=+@\t\r\n＝＋－＠]/.test(text) || /^-(?![\d.]*$)/.test(text);
}

/** A text that a spreadsheet shows and never runs (U28): ' in front of what would be a formula. */
export function escapeFormula(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}
