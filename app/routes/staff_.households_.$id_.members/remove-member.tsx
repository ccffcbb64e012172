import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import type { MemberRelation } from "#app/domain/households/household.ts";
import { leaveReasons } from "#app/domain/households/membership.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { DateField, TextField } from "#app/ui/text-fields.tsx";

export type RemoveMemberValues = {
  intent?: string;
  version?: string;
  memberId?: string;
  leaveReason?: string;
  leftOn?: string;
  newHeadId?: string;
  reason?: string;
};
type RemoveMemberProps = {
  form: FormMetadata<RemoveMemberValues, string[]>;
  fields: Required<{
    [Key in keyof RemoveMemberValues]: FieldMetadata<RemoveMemberValues[Key], RemoveMemberValues, string[]>;
  }>;
  members: readonly { id: string; name: string; relation: MemberRelation }[];
  today: string;
};

/** Who leaves, when and why; and who is the head then. */
export function RemoveMember({ form, fields, members, today }: RemoveMemberProps) {
  const t = useMessages();
  const words = t.members;
  const options = members.map(({ id, name, relation }) => ({
    value: id,
    label: `${name} · ${t.vocabulary.relations[relation]}`,
  }));
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="remove" />
      <HiddenField field={fields.version} />
      <RadioGroup field={fields.memberId} label={words.labels.memberId} options={options} />
      <RadioGroup
        field={fields.leaveReason}
        label={words.labels.leaveReason}
        layout="boxes"
        options={leaveReasons.map((value) => ({ value, label: words.leaveReasons[value] }))}
      />
      <DateField field={fields.leftOn} label={words.labels.leftOn} max={today} />
      <SelectField
        field={fields.newHeadId}
        label={words.labels.newHeadId}
        hint={words.newHeadHint}
        emptyLabel="—"
        options={options}
        optional
      />
      <TextField field={fields.reason} label={words.labels.reason} hint={words.reasonHint} autoComplete="off" />
      <SubmitButton tone="danger">{words.remove}</SubmitButton>
    </Form>
  );
}
