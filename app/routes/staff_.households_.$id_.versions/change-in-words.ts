import { type FieldChange, isSealedField } from "#app/domain/households/household-changes.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** One changed field in the words of the page. */
export function changeInWords(
  t: Messages,
  { field, memberId, from, to }: FieldChange,
  names: Readonly<Record<string, string>>,
): { label: string; from: string; to: string } {
  const words = t.householdCases;
  const label = [memberId === null ? "" : (names[memberId] ?? ""), words.fields[field]].filter(Boolean).join(" · ");
  if (isSealedField(field)) return { label, from: "", to: words.phoneChanged };
  return { label, from: valueInWords(t, field, from), to: valueInWords(t, field, to) };
}

function valueInWords(t: Messages, field: FieldChange["field"], value: string): string {
  const wordsOf = (catalog: Readonly<Record<string, string>>, code: string) => catalog[code] ?? code;
  switch (field) {
    case "causes":
      return value
        .split(",")
        .map((code) => wordsOf(t.vocabulary.causes, code))
        .join(" · ");
    case "labourAbility":
      return wordsOf(t.vocabulary.labourAbilities, value);
    case "isStudent":
    case "isDisabled":
    case "hasChronicIllness":
      return value === "true" ? t.householdCases.yes : t.householdCases.no;
    case "relation":
      return wordsOf(t.vocabulary.relations, value);
    case "joined": {
      const [reason = "", day = ""] = value.split(" ");
      return [wordsOf(t.members.joinReasons, reason), day].filter(Boolean).join(" ");
    }
    case "left": {
      const [reason = "", day = ""] = value.split(" ");
      return [wordsOf(t.members.leaveReasons, reason), day].filter(Boolean).join(" ");
    }
    default:
      return value;
  }
}
