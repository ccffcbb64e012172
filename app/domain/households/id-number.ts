/**
 * The 18-digit resident identity number (GB 11643-1999): 6 digits of region, 8 of birthday, 3 of sequence whose last is odd for men,
 * one check character. It is typed once; birthday and sex are read from it (S33, U37). Our own twenty lines, as safety.md section 6 asks.
 */
import { ageOn } from "../clock.ts";
import { isRealDay } from "../form-fields.ts";
import { err, ok, type Result } from "../result.ts";

export type Gender = "female" | "male";
export type IdNumber = { readonly number: string; readonly birthDate: string; readonly gender: Gender };
export type IdNumberError =
  | "empty"
  | "old_15"
  | "not_mainland"
  | "format"
  | "region"
  | "birth_date"
  | "birth_in_future"
  | "checksum";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = "10X98765432";

const isClean = /^\d{17}[\dX]$/;

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function idNumberCheckCharacter(first17: string): string {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += (weights[index] ?? 0) * (first17.charCodeAt(index) - 48);
  }
  return checkCharacters.charAt(sum % 11);
}

/**
 * Reads an ID number as people type it: full-width digits, spaces and dashes, a small x. `today` (`YYYY-MM-DD`) refuses births to come.
 * The old 15-digit form is refused by its own code, because it has no check character: the person holds a newer card.
 */
export function parseIdNumber(input: string, today: string): Result<IdNumber, IdNumberError> {
  const number = isClean.test(input) ? input : input.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  if (number === "") return err("empty");
  if (/^\d{15}$/.test(number)) return err("old_15");
  if (/^([HM]\d{8,10}|\d{8})$/.test(number)) return err("not_mainland");
  if (!/^\d{17}[\dX]$/.test(number)) return err("format");
  if (!/^[1-8]\d{5}/.test(number)) return err("region");
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isRealDay(birthDate) || ageOn(birthDate, today) > 130) return err("birth_date");
  if (birthDate > today) return err("birth_in_future");
  if (idNumberCheckCharacter(number.slice(0, 17)) !== number.charAt(17)) return err("checksum");
  return ok({ number, birthDate, gender: Number(number.charAt(16)) % 2 === 1 ? "male" : "female" });
}
