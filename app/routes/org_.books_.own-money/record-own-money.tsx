import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { type Fen, formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { DateField, MoneyField, TextField } from "#app/ui/text-fields.tsx";

export type RecordOwnMoneyValues = {
  intent: "record";
  charityId: string;
  amount: string;
  documentNumber: string;
  paidOn: string;
  note: string;
};

type Props = {
  form: FormMetadata<RecordOwnMoneyValues>;
  fields: { [Key in keyof RecordOwnMoneyValues]: FieldMetadata<RecordOwnMoneyValues[Key], RecordOwnMoneyValues> };
  charityId: string;
  openFen: Fen;
  today: string;
};

/** The form for one payment of own money. */
export function RecordOwnMoney({ form, fields, charityId, openFen, today }: Props) {
  const words = useMessages().books.own;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="record" />
      <input type="hidden" name="charityId" value={charityId} />
      <MoneyField field={fields.amount} label={words.amount} hint={words.amountHint(formatYuan(openFen))} />
      <TextField
        field={fields.documentNumber}
        label={words.documentNumber}
        hint={words.documentHint}
        autoComplete="off"
        width="medium"
      />
      <DateField field={fields.paidOn} label={words.paidOn} max={today} />
      <TextField field={fields.note} label={words.note} optional autoComplete="off" />
      <SubmitButton>{words.record}</SubmitButton>
    </Form>
  );
}
