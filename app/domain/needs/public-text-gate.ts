/**
 * What a public text must never carry (L17, L29, safety.md F4): ID numbers, phones, bank accounts, names of the household. Asked of the
 * title, the summary and the story before anything is stored, so that a careless paste cannot reach a notice, the index or a mail.
 * Digits are found in any dress: full-width, circled, Chinese (一三八…), with spaces, dashes or dots between them.
 */
import { isRealDay } from "../form-fields.ts";

export type ForbiddenKind = "id_number" | "phone" | "bank_account" | "member_name";
export type ForbiddenFinding = { readonly kind: ForbiddenKind; readonly found: string };

const chineseDigits: ReadonlyMap<string, string> = new Map(
  ["〇0", "零0", "○0", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9", "壹1", "贰2", "叁3", "肆4", "伍5"]
    .concat(["陆6", "柒7", "捌8", "玖9", "两2", "幺1"])
    .map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
);

/** ASCII digits, one character out for one in where Unicode allows, invisible characters gone. */
function withPlainDigits(text: string): string {
  return [...text.normalize("NFKC").replace(/[\u200b-\u200f\u2060\ufeff]/gu, "")]
    .map((character) => chineseDigits.get(character) ?? character)
    .join("");
}

/** Runs of digits with at most two separating characters between two of them. */
const digitRuns = /\d(?:[\s._·,，、()（）*/-]{0,2}\d){6,}(?:[\s-]?[xX])?/gu;

function isPlausibleBirth(eightDigits: string): boolean {
  const year = Number(eightDigits.slice(0, 4));
  const day = `${eightDigits.slice(0, 4)}-${eightDigits.slice(4, 6)}-${eightDigits.slice(6, 8)}`;
  return year >= 1900 && year <= 2100 && isRealDay(day);
}

function isIdNumber(digits: string): boolean {
  if (/^\d{17}[\dX]$/.test(digits)) return isPlausibleBirth(digits.slice(6, 14));
  return /^\d{15}$/.test(digits) && isPlausibleBirth(`19${digits.slice(6, 12)}`);
}

/** Mobile numbers with or without 86, and landlines with their area code. */
function isPhone(digits: string): boolean {
  return /^(86|0086)?1[3-9]\d{9}$/.test(digits) || /^0(10|2\d|[3-9]\d{2})\d{7,8}$/.test(digits);
}

/** 16 to 19 digits, written together or in fours; dates and amounts in a row are neither. */
function isBankAccount(run: string): boolean {
  return /^\d{16,19}$/.test(run) || /^\d{4}([\s-]\d{4}){3}([\s-]?\d{1,3})?$/.test(run);
}

function kindOfRun(run: string): ForbiddenKind | undefined {
  const digits = run.replace(/[^\dxX]/gu, "").toUpperCase();
  if (isIdNumber(digits)) return "id_number";
  if (isPhone(digits.replace("X", ""))) return "phone";
  return isBankAccount(run.replace(/[xX]$/, "").trim()) ? "bank_account" : undefined;
}

/** Numbers hidden inside a longer run, written without a break of their own. */
function kindOfPart(part: string): ForbiddenKind | undefined {
  if (isIdNumber(part.toUpperCase())) return "id_number";
  if (isPhone(part)) return "phone";
  return /^\d{16,19}$/.test(part) ? "bank_account" : undefined;
}

function withoutGaps(text: string): string {
  return text.normalize("NFKC").replace(/[\s·•・.\u200b-\u200f\u2060\ufeff]/gu, "");
}

/**
 * Everything a public text may not say, in the order found; empty when the text may be shown. `memberNames` are the names on the
 * household's file. One finding per kind and value.
 */
export function findForbidden(text: string, memberNames: readonly string[]): ForbiddenFinding[] {
  const plain = withPlainDigits(text);
  const findings = new Map<string, ForbiddenFinding>();
  const add = (kind: ForbiddenKind, found: string) => findings.set(`${kind}:${found}`, { kind, found });
  for (const [run] of plain.matchAll(digitRuns)) {
    const kind = kindOfRun(run);
    if (kind) {
      add(kind, run);
      continue;
    }
    for (const [part] of run.matchAll(/\d{11,18}[xX]?/gu)) {
      const partKind = kindOfPart(part);
      if (partKind) add(partKind, part);
    }
  }
  const compact = withoutGaps(text);
  for (const name of memberNames) {
    const compactName = withoutGaps(name);
    if ([...compactName].length >= 2 && compact.includes(compactName)) add("member_name", name);
  }
  return [...findings.values()];
}
