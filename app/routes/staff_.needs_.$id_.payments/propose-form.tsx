import { payeeKinds } from "#app/domain/disbursements/payee-kinds.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { MoneyField, TextField } from "#app/ui/text-fields.tsx";

type ProposeFormProps = {
  form: FormState;
  fields: Record<"payeeKind" | "payeeName" | "purpose" | "amount" | "invoiceNumber", FormField>;
};

export function ProposeForm({ form, fields }: ProposeFormProps) {
  const words = useMessages().impactReports.payments;
  return (
    <Form form={form}>
      <RadioGroup
        field={fields.payeeKind}
        label={words.payeeKind}
        options={payeeKinds.map((kind) => ({ value: kind, label: words.payeeKinds[kind] }))}
      />
      <TextField field={fields.payeeName} label={words.payeeName} hint={words.payeeNameHint} />
      <TextField field={fields.purpose} label={words.purpose} />
      <MoneyField field={fields.amount} label={words.amount} />
      <TextField field={fields.invoiceNumber} label={words.invoiceNumber} optional />
      <SubmitButton>{words.submit}</SubmitButton>
    </Form>
  );
}
