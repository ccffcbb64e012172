/**
 * Whether two persons on file may be one (D7): the ID number is asked by the blind index where both have one; where not, the birthday, the sex
 * and the sound of the name speak. Nothing here refuses anybody: a person decides, with a reason.
 */
import type { PersonLikeness } from "./reasonable-need.ts";

export type ComparedPerson = {
  readonly name: string;
  readonly sound: string;
  readonly gender: string;
  readonly birthDate: string;
};

/** Null where they are not alike: other birthday or other sex. Ordered from nearly certain to faint. */
export function likenessOf(one: ComparedPerson, other: ComparedPerson): PersonLikeness | null {
  if (one.birthDate !== other.birthDate || one.gender !== other.gender) return null;
  if (one.name === other.name) return "same_name";
  if (one.sound === other.sound) return "same_sound";
  return sharesGivenCharacter(one.name, other.name) ? "shared_characters" : "same_birthday";
}

/** A character of the given names in common: 陈小明 and 陈明, whatever the surname. */
function sharesGivenCharacter(one: string, other: string): boolean {
  const given = new Set([...one].slice(1));
  return [...other].slice(1).some((character) => given.has(character));
}

/** Twins have one birthday too: within one file only names that sound alike or share no surname speak. */
export function speaksWithinOneFile(likeness: PersonLikeness): boolean {
  return likeness === "same_name" || likeness === "same_sound";
}
