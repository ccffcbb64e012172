import { type Cell, textOf } from "../cell.ts";
import type { Fen } from "../money.ts";

/** Nothing a charity's account ever held, and far below what a bigint column holds. */
const largestFen = 100_000_000_000_000n;

/**
 * A bank's amount in fen: 1,234.50 or １２３４．５０ or 1234.5 from a number's cell, with a sign in front, behind or as brackets. Null for an
 * empty cell; undefined for what is no amount: more than two decimals, thousands in the wrong place, words. Read from its digits, never as
 * a float; of a number's cell the 15 digits that a spreadsheet shows.
 */
export function readStatementAmount(cell: Cell | undefined): Fen | null | undefined {
  const typed = typeof cell === "number" ? decimalOf(cell) : textOf(cell);
  if (typed === undefined) return undefined;
  const text = typed
    .replace(/^(?:人民币|CNY|RMB|¥)\s*/i, "")
    .replace(/\s*元$/, "")
    .replace(/[−–—]/gu, "-")
    .trim();
  if (text === "" || /^-+$/.test(text)) return null;
  const parts = /^([+-]?)\s*¥?(\d[\d,]*)(?:\.(\d{0,2})0*)?(-?)$/.exec(text) ?? bracketed(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", decimals = "", behind = ""] = parts;
  if (whole.includes(",") && !/^\d{1,3}(?:,\d{3})+$/.test(whole)) return undefined;
  if (sign !== "" && behind !== "") return undefined;
  const fen = BigInt(whole.replaceAll(",", "")) * 100n + BigInt(decimals.padEnd(2, "0"));
  if (fen > largestFen) return undefined;
  return sign === "-" || behind === "-" ? -fen : fen;
}

function bracketed(text: string): [string, string, string, string] | null {
  const found = /^\((\d[\d,]*)(?:\.(\d{0,2})0*)?\)$/.exec(text);
  return found === null ? null : ["", "-", found[1] ?? "", found[2] ?? ""];
}

/** A number's cell as decimal text: a workbook keeps 0.1 + 0.2 as 0.30000000000000004 and shows 0.3. */
function decimalOf(value: number): string | undefined {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e13) return undefined;
  const text = value.toPrecision(15);
  if (text.includes("e")) return value === 0 ? "0" : undefined;
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const inWords = /^(?:贷|贷方|收|收入|存|存入|转入|来账|入账|c|cr|credit|\+)$/i;
const outWords = /^(?:借|借方|支|支出|付|取|支取|转出|往账|出账|d|dr|debit|-)$/i;

/** 借贷标志 as the bank means it: a credit of its book is money that came in. Undefined for other words. */
export function readDirection(cell: Cell | undefined): "in" | "out" | undefined {
  const text = textOf(cell).replace(/\s/g, "");
  return inWords.test(text) ? "in" : outWords.test(text) ? "out" : undefined;
}
