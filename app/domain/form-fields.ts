/**
 * zod building blocks for form inputs, shared by every noun's `-form.ts`. Messages are codes (`required`, `tooLong:40`,
 * `money.empty`), put into words by `app/ui/form.tsx` from the catalogs: one rule, two languages. Bad input is refused with a code,
 * never repaired silently, except for what people cannot see: surrounding spaces, full-width digits, line ends (safety.md section 5).
 */
import { z } from "zod";
import { isId } from "./ids.ts";
import { type Fen, parseYuan } from "./money.ts";

/**
 * NUL and other control characters but tab and line ends, bidirectional overrides, zero-width characters, and the replacement character:
 * what a form's decoder makes of broken bytes, lone surrogates among them.
 */
const forbiddenCharacters = /(?![\t\n\r])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/u;

function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/u.test(text);
}

/** More than 4 combining marks in a row is an attack on the page, not writing. */
const combiningMarks = /\p{M}{5,}/u;

function cleaned(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replace(/^[\s\u3000]+|[\s\u3000]+$/gu, "");
}

function isPlainText(text: string): boolean {
  return !forbiddenCharacters.test(text) && !hasLoneSurrogate(text) && !combiningMarks.test(text);
}

type TextLimits = { min?: number; max: number };

/** One line or several of text that must be filled in; lengths count characters as people do (𠮷 is one). */
export function requiredText({ min = 1, max }: TextLimits) {
  return z
    .string({ error: "required" })
    .max(max * 8 + 200, `tooLong:${max}`)
    .refine(isPlainText, { error: "invalidCharacters", abort: true })
    .transform(cleaned)
    .refine((text) => text.length > 0, { error: "required", abort: true })
    .refine((text) => [...text].length >= min, `tooShort:${min}`)
    .refine((text) => [...text].length <= max, `tooLong:${max}`);
}

/** Text that may be left empty; empty becomes `""`. */
export function optionalText({ max }: { max: number }) {
  return z
    .string()
    .max(max * 8 + 200, `tooLong:${max}`)
    .optional()
    .transform((text) => text ?? "")
    .refine(isPlainText, { error: "invalidCharacters", abort: true })
    .transform(cleaned)
    .refine((text) => [...text].length <= max, `tooLong:${max}`);
}

/** One line: a name or a title. Line breaks are refused. */
export function requiredLine(limits: TextLimits) {
  return requiredText(limits).refine((text) => !text.includes("\n"), "invalidCharacters");
}

/** A person's name as the register writes it: 2-25 characters, Han of any plane, letters, the middle dot stored as U+00B7. */
export function personName() {
  return requiredText({ min: 2, max: 25 })
    .transform((text) => text.replace(/[•・‧･]/gu, "·"))
    .refine((text) => /^[\p{L}·.' -]+$/u.test(text), "invalidCharacters");
}

type MoneyLimits = { minFen?: Fen; maxFen?: Fen };

/** The code of what is wrong with an amount, or the amount in fen. */
function readMoney(value: unknown, limits: MoneyLimits): { code: string } | { fen: Fen } {
  const parsed = parseYuan(value ?? "");
  if (!parsed.ok) return { code: `money.${parsed.code}` };
  if (limits.minFen !== undefined && parsed.value < limits.minFen) return { code: `moneyTooSmall:${limits.minFen}` };
  if (limits.maxFen !== undefined && parsed.value > limits.maxFen) return { code: `moneyTooLarge:${limits.maxFen}` };
  return { fen: parsed.value };
}

/** Yuan as typed → fen. Error codes are `money.*`, or `moneyTooSmall:`/`moneyTooLarge:` outside the limits (both in fen). */
export function money(limits: MoneyLimits = {}) {
  return z
    .unknown()
    .optional()
    .transform((value, context): Fen => {
      const read = readMoney(value, limits);
      if ("fen" in read) return read.fen;
      context.addIssue({ code: "custom", message: read.code });
      return z.NEVER;
    });
}

/** The same, but an empty field becomes null. */
export function optionalMoney(limits: MoneyLimits = {}) {
  return z
    .unknown()
    .optional()
    .transform((value, context): Fen | null => {
      const read = readMoney(value, limits);
      if ("fen" in read) return read.fen;
      if (read.code === "money.empty") return null;
      context.addIssue({ code: "custom", message: read.code });
      return z.NEVER;
    });
}

/** A whole number; full-width digits are accepted, signs, decimals and exponents are not. */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  return z
    .string({ error: "required" })
    .transform((text) => text.normalize("NFKC").trim())
    .refine((text) => text !== "", { error: "required", abort: true })
    .refine((text) => /^\d{1,12}$/.test(text), { error: "invalidNumber", abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, `outOfRange:${min}:${max}`);
}

/** Whether `YYYY-MM-DD` names a day that exists (no 2009-02-29). */
export function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const date = Number(text.slice(8));
  if (year < 1900 || month < 1 || month > 12 || date < 1) return false;
  if (month === 2) return date <= (isLeapYear(year) ? 29 : 28);
  return date <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** A calendar day as `YYYY-MM-DD`. */
export function calendarDay() {
  return z
    .string({ error: "required" })
    .transform((text) => text.normalize("NFKC").trim())
    .refine((text) => text !== "", { error: "required", abort: true })
    .refine(isRealDay, "invalidDate");
}

/** An e-mail address, stored in lower case. */
export function email() {
  return z
    .string({ error: "required" })
    .transform((text) => text.normalize("NFKC").trim().toLowerCase())
    .refine((text) => text !== "", { error: "required", abort: true })
    .refine((text) => text.length <= 254 && /^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text), "invalidEmail");
}

/** An 11-digit mainland mobile number; +86, spaces and dashes are dropped. */
export function mobilePhone() {
  return z
    .string({ error: "required" })
    .transform((text) =>
      text
        .normalize("NFKC")
        .replace(/[\s-]/g, "")
        .replace(/^(\+86|0086)/, ""),
    )
    .refine((text) => text !== "", { error: "required", abort: true })
    .refine((text) => /^1[3-9]\d{9}$/.test(text), "invalidPhone");
}

/** A checkbox: present means true. */
export function checkbox() {
  return z
    .unknown()
    .optional()
    .transform((value) => value === "on" || value === "true" || value === true);
}

/** A checkbox that must be ticked. */
export function tickedCheckbox() {
  return checkbox().refine((value) => value, "required");
}

/** The primary key of a row a form names; PostgreSQL would throw on anything else. */
export function rowId() {
  return z.string({ error: "required" }).refine(isId, "invalidChoice");
}

/** One of a fixed list. */
export function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: "invalidChoice" });
}
