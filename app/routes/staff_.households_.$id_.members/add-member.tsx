import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { joinReasons } from "#app/domain/households/membership.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { DateField, TextField } from "#app/ui/text-fields.tsx";
import type { MemberValues } from "../staff_.households_.new/household-values.ts";
import { MemberFields } from "../staff_.households_.new/member-fields.tsx";

export type AddMemberValues = {
  intent?: string;
  version?: string;
  member?: MemberValues;
  joinReason?: string;
  joinedOn?: string;
  remark?: string;
};
type AddMemberProps = {
  form: FormMetadata<AddMemberValues, string[]>;
  fields: Required<{ [Key in keyof AddMemberValues]: FieldMetadata<AddMemberValues[Key], AddMemberValues, string[]> }>;
  today: string;
};

/** Who comes, since when and why. */
export function AddMember({ form, fields, today }: AddMemberProps) {
  const words = useMessages().members;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="add" />
      <HiddenField field={fields.version} />
      <MemberFields fields={fields.member.getFieldset()} isHead={false} />
      <RadioGroup
        field={fields.joinReason}
        label={words.labels.joinReason}
        layout="boxes"
        options={joinReasons.map((value) => ({ value, label: words.joinReasons[value] }))}
      />
      <DateField field={fields.joinedOn} label={words.labels.joinedOn} max={today} />
      <TextField field={fields.remark} label={words.labels.remark} autoComplete="off" optional />
      <SubmitButton icon="plus">{words.add}</SubmitButton>
    </Form>
  );
}
