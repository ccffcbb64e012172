import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { type MemberRelation, memberRelations } from "#app/domain/households/household.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export type CorrectMemberValues = {
  intent?: string;
  version?: string;
  memberId?: string;
  name?: string;
  relation?: string;
  idNumber?: string;
  reason?: string;
};
type CorrectMemberProps = {
  form: FormMetadata<CorrectMemberValues, string[]>;
  fields: Required<{
    [Key in keyof CorrectMemberValues]: FieldMetadata<CorrectMemberValues[Key], CorrectMemberValues, string[]>;
  }>;
  members: readonly { id: string; name: string; relation: MemberRelation; hasIdNumber: boolean }[];
};

/** Whose name, relation or missing number; what stays empty stays as it is. */
export function CorrectMember({ form, fields, members }: CorrectMemberProps) {
  const t = useMessages();
  const words = t.members;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="correct" />
      <HiddenField field={fields.version} />
      <RadioGroup
        field={fields.memberId}
        label={words.correctWho}
        options={members.map(({ id, name, relation, hasIdNumber }) => ({
          value: id,
          label: `${name} · ${t.vocabulary.relations[relation]}`,
          ...(hasIdNumber ? {} : { hint: words.idMissing }),
        }))}
      />
      <TextField field={fields.name} label={words.correctName} hint={words.emptyStays} autoComplete="off" optional />
      <SelectField
        field={fields.relation}
        label={t.households.relation}
        emptyLabel={words.emptyStaysShort}
        options={memberRelations
          .filter((relation) => relation !== "head")
          .map((value) => ({ value, label: t.vocabulary.relations[value] }))}
        optional
      />
      <TextField
        field={fields.idNumber}
        label={t.households.idNumber}
        hint={words.idOnlyMissing}
        autoComplete="off"
        inputMode="text"
        optional
      />
      <TextField field={fields.reason} label={t.roles.reason} hint={words.correctReasonHint} autoComplete="off" />
      <SubmitButton icon="check">{words.correct}</SubmitButton>
    </Form>
  );
}
