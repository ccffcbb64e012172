import type { FieldMetadata } from "@conform-to/react";
import { labourAbilities, memberRelations } from "#app/domain/households/household.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { HiddenField } from "#app/ui/form.tsx";
import { DateField, TextField } from "#app/ui/text-fields.tsx";
import type { MemberValues } from "./household-values.ts";
import { PrivateFields } from "./private-fields.tsx";

/** The boxes of one member; of which form is the same to them. */
type Fields = Required<{ [Key in keyof MemberValues]: FieldMetadata<MemberValues[Key]> }>;

export function MemberFields({ fields, isHead }: { fields: Fields; isHead: boolean }) {
  const t = useMessages();
  const words = t.households;
  const relations = memberRelations.filter((relation) => relation !== "head");
  return (
    <>
      <TextField field={fields.name} label={words.name} autoComplete="off" width="medium" />
      {isHead ? (
        <HiddenField field={fields.relation} value="head" />
      ) : (
        <SelectField
          field={fields.relation}
          label={words.relation}
          options={relations.map((value) => ({ value, label: t.vocabulary.relations[value] }))}
        />
      )}
      {/* The numeric keyboard of a phone has no X: a text keyboard that starts with capitals and suggests nothing. */}
      <TextField field={fields.idNumber} label={words.idNumber} hint={words.idNumberHint} autoComplete="off" optional />
      <WithoutIdNumber fields={fields} />
      <RadioGroup
        field={fields.labourAbility}
        label={words.labourAbility}
        options={labourAbilities.map((value) => ({ value, label: t.vocabulary.labourAbilities[value] }))}
        layout="boxes"
      />
      <div>
        <Checkbox field={fields.isStudent} label={words.isStudent} />
        <Checkbox field={fields.isDisabled} label={words.isDisabled} />
        <Checkbox field={fields.hasChronicIllness} label={words.hasChronicIllness} />
      </div>
      <PrivateFields fields={fields} hints={{ diagnosis: words.diagnosisHint, guardian: words.guardianHint }} />
    </>
  );
}

/** Birthday and sex come from the ID number; only a person without one is asked for them (S33). */
function WithoutIdNumber({ fields }: { fields: Fields }) {
  const t = useMessages();
  const words = t.households;
  const isUsed = [fields.birthDate, fields.gender].some((field) => Boolean(field.defaultValue ?? field.errors));
  return (
    <Disclosure summary={words.noIdNumber} isOpen={isUsed}>
      <div className="stack">
        <DateField field={fields.birthDate} label={words.birthDate} hint={words.birthDateHint} />
        <RadioGroup
          field={fields.gender}
          label={words.gender}
          hint={words.genderHint}
          layout="boxes"
          options={[
            { value: "female", label: t.vocabulary.genders.female },
            { value: "male", label: t.vocabulary.genders.male },
          ]}
        />
      </div>
    </Disclosure>
  );
}
