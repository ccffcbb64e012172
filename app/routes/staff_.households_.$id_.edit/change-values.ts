import type { FieldMetadata } from "@conform-to/react";
import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { ComparedField } from "#app/ui/conflict-comparison.tsx";

export type MemberChangeValues = {
  id?: string;
  labourAbility?: string;
  isStudent?: boolean;
  isDisabled?: boolean;
  hasChronicIllness?: boolean;
  diagnosis?: string;
  guardianName?: string;
  guardianRelation?: string;
  guardianPhone?: string;
};

/** What the boxes of the form hold: text, as typed. */
export type ChangeValues = {
  version?: string;
  causes?: string[];
  members?: MemberChangeValues[];
  strengths?: string;
  circumstances?: string;
  groupName?: string;
  phone?: string;
  bankAccount?: string;
  bankName?: string;
  reason?: string;
};

export type ChangeFieldsOf = Required<{
  [Key in keyof ChangeValues]: FieldMetadata<ChangeValues[Key], ChangeValues, string[]>;
}>;

/** The file as it is saved now. */
export function valuesOf(file: HouseholdFile): ChangeValues {
  return {
    version: String(file.version),
    causes: file.causes,
    members: file.members.map(({ id, labourAbility, isStudent, isDisabled, hasChronicIllness }) => ({
      id,
      labourAbility,
      isStudent,
      isDisabled,
      hasChronicIllness,
    })),
    strengths: file.strengths,
    circumstances: file.circumstances,
    groupName: file.groupName ?? "",
  };
}

/** The saved file and what was typed, in the words of the page. */
export function comparedFields(t: Messages, file: HouseholdFile, typed: ChangeFieldsOf): ComparedField[] {
  const words = t.households;
  const causeWords = new Map<string, string>(Object.entries(t.vocabulary.causes));
  const labourWords = new Map<string, string>(Object.entries(t.vocabulary.labourAbilities));
  const wordsOf = (values: readonly (string | undefined)[], from: ReadonlyMap<string, string>) =>
    values.map((value) => from.get(value ?? "") ?? "").join(" · ");
  const typedMembers = typed.members.getFieldList().map((member) => member.getFieldset());
  return [
    {
      label: words.causes,
      saved: wordsOf([...file.causes].sort(), causeWords),
      typed: wordsOf([...(typed.causes.defaultOptions ?? [])].sort(), causeWords),
    },
    ...typedMembers.map((fields, index) => {
      const saved = file.members.find((member) => member.id === fields.id.value);
      return {
        label: saved?.name ?? words.memberNumber(index + 1),
        saved: wordsOf([saved?.labourAbility], labourWords),
        typed: wordsOf([fields.labourAbility.value], labourWords),
      };
    }),
    { label: words.strengths, saved: file.strengths, typed: typed.strengths.value ?? "" },
    { label: words.circumstances, saved: file.circumstances, typed: typed.circumstances.value ?? "" },
    { label: words.group, saved: file.groupName ?? "", typed: typed.groupName.value ?? "" },
  ];
}
