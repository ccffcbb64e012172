/** Account numbers are personal data: pages show the last four digits, and no log or export has any. */
import { type Cell, type Row, textOf } from "../cell.ts";

export const accountNumberPattern = /^\d{8,32}$/;

/** Digits alone, as a form or a cell holds them: spaces and dashes are dropped. */
export function plainAccountNumber(text: string): string {
  return text.normalize("NFKC").replace(/[\s-]/g, "");
}

/** 6222 0212 3456 → •••• 3456; nothing of a number too short to hide anything. */
export function maskedAccountNumber(number: string): string {
  const plain = plainAccountNumber(number);
  return plain === "" ? "" : plain.length < 8 ? "••••" : `•••• ${plain.slice(-4)}`;
}

/** Numbers of 12 digits or more in other words (a file's name, the bank's remark) are shown by their last four digits, too. */
export function maskLongNumbers(text: string): string {
  return text.replace(/\d[\d -]{10,}\d/g, (digits) => {
    const plain = digits.replace(/\D/g, "");
    return plain.length < 12 ? digits : `••••${plain.slice(-4)}`;
  });
}

/** The account a statement names in the rows above its heads: 账号：6222…; undefined where it names none. */
export function accountNamedIn(rows: readonly Row[], headerRow: number): string | undefined {
  for (const row of rows) {
    if (row.number >= headerRow) break;
    const line = row.cells.map((cell: Cell) => textOf(cell)).join(" ");
    const found = /(?<!对方)(?:账号|帐号|卡号|账户号码?)\s*[:：]?\s*([\d*][\d* -]{6,}[\d])/u.exec(line);
    if (found?.[1] !== undefined) return found[1].replace(/[ -]/g, "");
  }
  return undefined;
}

/** Whether the account a statement names, maybe with stars in its middle, can be this one. */
export function isSameAccount(named: string, number: string): boolean {
  return named.includes("*") ? named.slice(-4) === number.slice(-4) : named === number;
}
