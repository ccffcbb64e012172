import { costKinds } from "#app/domain/disbursements/disbursement.ts";
import { payeeKinds } from "#app/domain/disbursements/payee-kinds.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { FileField, MoneyField, TextField } from "#app/ui/text-fields.tsx";

type ProposeFormProps = {
  form: FormState;
  fields: Record<"payeeKind" | "payeeName" | "purpose" | "amount" | "costKind" | "invoiceNumber" | "photo", FormField>;
};

export function ProposeForm({ form, fields }: ProposeFormProps) {
  const t = useMessages();
  const words = t.impactReports.payments;
  return (
    <Form form={form} multipart>
      <RadioGroup
        field={fields.payeeKind}
        label={words.payeeKind}
        options={payeeKinds.map((kind) => ({ value: kind, label: words.payeeKinds[kind] }))}
      />
      <TextField field={fields.payeeName} label={words.payeeName} hint={t.disbursements.payeeNameHint} />
      <TextField field={fields.purpose} label={words.purpose} />
      <MoneyField field={fields.amount} label={words.amount} />
      <TextField field={fields.invoiceNumber} label={words.invoiceNumber} optional />
      <RadioGroup
        field={fields.costKind}
        label={t.disbursements.costKind}
        hint={t.disbursements.costKindHint}
        options={costKinds.map((kind) => ({ value: kind, label: t.disbursements.costKinds[kind] }))}
      />
      <FileField
        field={fields.photo}
        label={t.disbursements.invoicePhoto}
        hint={t.disbursements.invoicePhotoHint}
        capture="environment"
        optional
      />
      <SubmitButton>{words.submit}</SubmitButton>
    </Form>
  );
}
