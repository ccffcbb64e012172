/**
 * Consent is recorded apart per purpose, with the version of the text that was signed (D9, F11). Registering needs `register`;
 * showing masked facts needs `publish_masked`; a picture in which a person can be seen needs `publish_photo`.
 */
import { ageOn } from "../clock.ts";

/** The version of the consent text on the page; a new wording is a new version. */
export const consentTextVersion = "2026-11";

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
