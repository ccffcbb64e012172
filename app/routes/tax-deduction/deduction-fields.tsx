import { donorKinds } from "#app/domain/donations/tax-deduction.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { DateField, MoneyField } from "#app/ui/text-fields.tsx";

type DeductionFieldsProps = {
  form: FormState;
  fields: Record<"donor" | "day" | "amount" | "base" | "isForTargetArea", FormField>;
};

/** Who gave how much when, and what the limit is a share of. */
export function DeductionFields({ form, fields }: DeductionFieldsProps) {
  const words = useMessages().taxDeduction.form;
  return (
    <Form form={form} method="get" action={paths.taxDeduction()}>
      <RadioGroup
        field={fields.donor}
        label={words.donor}
        options={donorKinds.map((kind) => ({ value: kind, label: words.donors[kind], hint: words.donorHints[kind] }))}
      />
      <DateField field={fields.day} label={words.day} />
      <MoneyField field={fields.amount} label={words.amount} />
      <MoneyField field={fields.base} label={words.base} hint={words.baseHint} />
      <Checkbox field={fields.isForTargetArea} label={words.targetArea} hint={words.targetAreaHint} />
      <SubmitButton>{words.submit}</SubmitButton>
    </Form>
  );
}
