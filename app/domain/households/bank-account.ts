/**
 * The account a household is paid into. Cards carry a Luhn check digit; passbook accounts do not, so only what is a card by its first digits is
 * held to it. 19 digits that end in zeros out of a spreadsheet are a number the spreadsheet invented.
 */
import { err, ok, type Result } from "../result.ts";

export type BankAccountError = "format" | "checksum";

/** First digits of card schemes whose numbers end in a Luhn check digit: UnionPay, Visa, Mastercard, JCB. */
const cardStarts = /^(?:62|81|4|5[1-5]|2[2-7]|35)/;

/** Luhn's sum over the digits, the last one included, ends in 0. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** An account as people write it (full-width digits, groups of four) → its digits. */
export function parseBankAccount(text: string): Result<string, BankAccountError> {
  const digits = text.normalize("NFKC").replace(/[\s-]/gu, "");
  if (!/^\d{8,30}$/.test(digits) || /^0+$/.test(digits)) return err("format");
  const isCard = digits.length >= 16 && digits.length <= 19 && cardStarts.test(digits);
  return isCard && !isLuhn(digits) ? err("checksum") : ok(digits);
}
