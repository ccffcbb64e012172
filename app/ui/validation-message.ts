import { formatYuanWithSign } from "#app/domain/money.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** The page's own words for codes of its command, e.g. `{ too_early: "公示期未满" }`. They win over the common ones. */
export type FormMessages = Readonly<Record<string, string>>;

/**
 * Turns a code of `form-fields.ts` (`required`, `tooLong:40`, `money.empty`, `moneyTooSmall:100`) or of a command into words.
 * An unknown code gives a general sentence, never an empty message.
 */
export function validationMessage(t: Messages, code: string, messages: FormMessages = {}): string {
  const own = new Map(Object.entries(messages));
  const exact = own.get(code);
  if (exact !== undefined) return exact;
  const words = t.common.validation;
  const [name = "", first = "", second = ""] = code.split(":");
  switch (name) {
    case "tooLong":
      return words.tooLong(Number(first));
    case "tooShort":
      return words.tooShort(Number(first));
    case "outOfRange":
      return words.outOfRange(Number(first), Number(second));
    case "moneyTooSmall":
      return words.moneyTooSmall(yuan(first));
    case "moneyTooLarge":
      return words.moneyTooLarge(yuan(first));
  }
  return own.get(name) ?? wordAt(words, code) ?? words.unknown;
}

function yuan(fen: string): string {
  return /^\d+$/.test(fen) ? formatYuanWithSign(BigInt(fen)) : fen;
}

/** Follows a dotted code (`money.empty`) into the catalog. */
function wordAt(words: Messages["common"]["validation"], code: string): string | undefined {
  let found: unknown = words;
  for (const part of code.split(".")) {
    if (typeof found !== "object" || found === null) return undefined;
    found = new Map<string, unknown>(Object.entries(found)).get(part);
  }
  return typeof found === "string" ? found : undefined;
}
