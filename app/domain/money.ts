/**
 * Money is an integer number of fen (1/100 yuan) in a bigint, from the form to the ledger and back (safety.md A1).
 * No float ever touches an amount: parsing and printing work on digit strings.
 */
import { err, ok, type Result } from "./result.ts";

export type Fen = bigint;

export type MoneyInputError = "empty" | "not_a_number" | "too_many_decimals" | "not_positive" | "too_large";

/** The largest amount a form accepts unless it says otherwise: 100,000,000.00 yuan. The database refuses larger gifts and payments, too. */
export const largestAmountFen: Fen = 10_000_000_000n;

/**
 * Reads what a person types as yuan. Accepts full-width digits, surrounding space, thousands separators in groups of three,
 * and a trailing 元 or leading ¥ (ecosystem.md U7). Refuses signs, exponents, hex and invisible characters.
 * Returns fen, or a literal code for the message beside the field. `largestFen` is for figures that are no payment (a firm's profit).
 */
export function parseYuan(input: unknown, largestFen: Fen = largestAmountFen): Result<Fen, MoneyInputError> {
  if (typeof input !== "string") return err("not_a_number");
  const text = input
    .normalize("NFKC")
    .trim()
    .replace(/^[¥￥]\s*/u, "")
    .replace(/\s*元$/u, "")
    .trim();
  if (text === "") return err("empty");
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(",", "") : text;
  if (/^-\d+(\.\d+)?$/.test(plain)) return err("not_positive");
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(plain);
  if (!match) return err(/^\d{16,}(\.\d+)?$/.test(plain) ? "too_large" : "not_a_number");
  const [, whole = "0", decimals = ""] = match;
  if (decimals.length > 2) return err("too_many_decimals");
  const fen = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, "0") || "0");
  if (fen <= 0n) return err("not_positive");
  if (fen > largestFen) return err("too_large");
  return ok(fen);
}

/** Plain decimal yuan, e.g. `1234.50`: for CSV, form values and machines. */
export function fenToDecimal(fen: Fen): string {
  const sign = fen < 0n ? "-" : "";
  const absolute = fen < 0n ? -fen : fen;
  return `${sign}${absolute / 100n}.${String(absolute % 100n).padStart(2, "0")}`;
}

/** `1,234.50`: tables and receipts. */
export function formatYuan(fen: Fen): string {
  const [whole = "0", decimals = "00"] = fenToDecimal(fen).split(".");
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}.${decimals}`;
}

/** `¥1,234.50`, with the sign before the currency mark. */
export function formatYuanWithSign(fen: Fen): string {
  return fen < 0n ? `-¥${formatYuan(-fen)}` : `¥${formatYuan(fen)}`;
}

/**
 * For cards: amounts from 10,000 yuan on as `12.35 万元` (rounded down, never up), smaller ones as `1,234 元`.
 * Show the exact figure beside it for readers (ecosystem.md section 5).
 */
export function formatYuanShort(fen: Fen): string {
  if (fen >= 1_000_000n) {
    const hundredths = fen / 10_000n;
    const decimals = String(hundredths % 100n)
      .padStart(2, "0")
      .replace(/0+$/, "");
    const whole = String(hundredths / 100n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return `${whole}${decimals ? `.${decimals}` : ""} 万元`;
  }
  const text = formatYuan(fen);
  return `${text.endsWith(".00") ? text.slice(0, -3) : text} 元`;
}

/**
 * Splits an amount by whole-number ratios (8:2 and any other) so that the parts sum to it exactly (S94).
 * Remainder rule (largest remainder): each part is rounded down, then the fen left over go one by one to the parts with the
 * largest remainder, the earlier part first on a tie.
 * @throws RangeError if no ratio is positive, one is negative, or the amount is negative: a bug in the caller.
 */
export function splitByRatio(totalFen: Fen, ratios: readonly number[]): Fen[] {
  const weights = ratios.map((ratio) => BigInt(ratio));
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (totalFen < 0n || sum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError("splitByRatio wants a non-negative amount and non-negative ratios with a positive sum");
  }
  const parts = weights.map((weight) => (totalFen * weight) / sum);
  const leftOver = Number(totalFen - parts.reduce((total, part) => total + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (totalFen * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  for (const { index } of byRemainder.slice(0, leftOver)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/** Share of a goal reached, in whole percent, rounded down so that 100 means reached; 0 without a goal. */
export function percentOf(partFen: Fen, goalFen: Fen): number {
  if (goalFen <= 0n) return 0;
  const percent = (partFen * 100n) / goalFen;
  return Number(percent > 100n ? 100n : percent);
}

/** A share in percent with two decimals, rounded up so that a small share never reads as none, e.g. `3.25%`. */
export function preciseShareOf(partFen: Fen, wholeFen: Fen): string {
  if (wholeFen <= 0n || partFen <= 0n) return "0.00%";
  const hundredths = (partFen * 10_000n + wholeFen - 1n) / wholeFen;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}%`;
}
