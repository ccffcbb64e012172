/**
 * Consent is recorded apart per purpose, with the version of the text that was signed (D9, F11). Registering needs `register`;
 * showing masked facts needs `publish_masked`, which lists the fields that may be shown; a picture in which a person can be seen needs
 * `publish_photo` besides.
 */
import { ageOn } from "../clock.ts";
import type { PovertyCause } from "./household.ts";

/** The version of the consent text on the page; a new wording is a new version. */
export const consentTextVersion = "2026-12";

/**
 * What a household may let the public see, each apart (F11). A text signed before 2026-12 had no list and meant all of them: so its row says.
 * `masked_name` is the head's, in the notice of a need; the notice of a file stands on the consent to register.
 */
export const consentFields = ["village", "masked_name", "story", "illness", "schooling", "photo"] as const;
export type ConsentField = (typeof consentFields)[number];
/** Those beside the village, which goes with publication itself. */
export const optionalConsentFields = [
  "masked_name",
  "story",
  "illness",
  "schooling",
  "photo",
] as const satisfies readonly ConsentField[];

/** What the publication of a need of this category cannot do without. PostgreSQL says the same: `required_consent_fields`. */
export function requiredConsentFields(category: string): readonly ConsentField[] {
  if (category === "medical") return ["village", "illness"];
  return category === "education" ? ["village", "schooling"] : ["village"];
}

/** Fields of which an officer's words may tell although their own place is empty: without one of them somebody reads the needs anew. */
export const fieldsToldInWords: readonly ConsentField[] = ["illness", "schooling"];

const fieldOfCause: ReadonlyMap<PovertyCause, ConsentField> = new Map([
  ["illness", "illness"],
  ["disability", "illness"],
  ["schooling", "schooling"],
]);

/** The causes that may be named under these fields. */
export function consentedCauses(causes: readonly PovertyCause[], fields: readonly ConsentField[]): PovertyCause[] {
  return causes.filter((cause) => {
    const field = fieldOfCause.get(cause);
    return field === undefined || fields.includes(field);
  });
}

/** Below this age a guardian signs (PIPL article 31). */
export const guardianNeededBelowAge = 14;
/** A person signs for themselves from this age on (Civil Code article 17). */
export const adultAge = 18;

type Person = { readonly name: string; readonly birthDate: string };

/** Whether somebody on the file is so young that the signer must be their guardian. */
export function needsGuardian(members: readonly Person[], today: string): boolean {
  return members.some((member) => ageOn(member.birthDate, today) < guardianNeededBelowAge);
}

/** Whether the signer is a minor of this household; such a signature does not count. */
export function isSignerMinor(signerName: string, members: readonly Person[], today: string): boolean {
  const named = members.filter((member) => member.name === signerName);
  return named.length > 0 && named.every((member) => ageOn(member.birthDate, today) < adultAge);
}
