import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { MoneyField, TextField } from "#app/ui/text-fields.tsx";

type ProposeSpendingFormProps = {
  form: FormState;
  fields: Record<
    "purpose" | "description" | "amount" | "payeeName" | "documentNumber" | "projectId" | "regionCode",
    FormField
  >;
  purposes: readonly string[];
  /** Work expenses have no project, but a place; null otherwise. */
  places: readonly { code: string; name: string }[] | null;
  projects: readonly { id: string; title: string; placeName: string; roomFen: Fen }[];
};

export function ProposeSpendingForm({ form, fields, purposes, places, projects }: ProposeSpendingFormProps) {
  const words = useMessages().funds;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="propose" />
      <SelectField
        field={fields.purpose}
        label={words.purpose}
        options={purposes.map((purpose) => ({ value: purpose, label: purpose }))}
      />
      {places ? (
        <SelectField
          field={fields.regionCode}
          label={words.place}
          options={places.map(({ code, name }) => ({ value: code, label: name }))}
        />
      ) : (
        <SelectField
          field={fields.projectId}
          label={words.project}
          hint={projects.length === 0 ? words.noProject : words.projectHint}
          options={projects.map(({ id, title, placeName, roomFen }) => ({
            value: id,
            label: words.projectLeft(title, placeName, formatYuanWithSign(roomFen)),
          }))}
        />
      )}
      <TextField field={fields.description} label={words.description} hint={words.descriptionHint} />
      <MoneyField field={fields.amount} label={words.amount} />
      <TextField field={fields.payeeName} label={words.payeeName} hint={words.payeeHint} />
      <TextField field={fields.documentNumber} label={words.documentNumber} />
      <SubmitButton>{words.submit}</SubmitButton>
    </Form>
  );
}
