import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

type FormOf<Names extends string> = { form: FormState; fields: Readonly<Record<Names, FormField>> };

/** 线索移交: to which authority, and why. */
export function TransferForm({ form, fields }: FormOf<"authority" | "transferReason">) {
  const t = useMessages();
  const words = t.complaints.staff;
  return (
    <Section title={words.transferTitle}>
      <Form form={form}>
        <input type="hidden" name="intent" value="transfer" />
        <TextField field={fields.authority} label={words.authority} autoComplete="off" />
        <TextArea field={fields.transferReason} label={words.transferReason} rows={3} />
        <SubmitButton tone="secondary">{words.transferSubmit}</SubmitButton>
      </Form>
    </Section>
  );
}

/** Says that it is serious and freezes the money it touches. */
export function FreezeForm({ form, fields }: FormOf<"freezeReason">) {
  const t = useMessages();
  const words = t.complaints.staff;
  return (
    <Section title={words.freezeTitle} lead={words.freezeHint}>
      <Form form={form}>
        <input type="hidden" name="intent" value="freeze" />
        <TextArea field={fields.freezeReason} label={words.freezeReason} rows={3} />
        <SubmitButton tone="danger" icon="lock">
          {words.freezeSubmit}
        </SubmitButton>
      </Form>
    </Section>
  );
}

type PersonFormProps = FormOf<"personId"> & { people: readonly { id: string; name: string; role: string }[] };

/** Who of the staff it is about, beyond those the records name. */
export function PersonForm({ form, fields, people }: PersonFormProps) {
  const t = useMessages();
  const words = t.complaints.staff;
  const roleWords: Readonly<Record<string, string>> = t.staff.roles;
  const options = people.map(({ id, name, role }) => ({ value: id, label: `${name} (${roleWords[role] ?? role})` }));
  return (
    <Section title={words.personTitle} lead={words.personHint}>
      <Form form={form}>
        <input type="hidden" name="intent" value="name_person" />
        <SelectField field={fields.personId} label={words.person} options={options} />
        <SubmitButton tone="secondary">{words.personSubmit}</SubmitButton>
      </Form>
    </Section>
  );
}
