import { type OfflineGiftKind, offlineSurplusChoices, valuationBases } from "#app/domain/offline-gifts/offline-gift.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { DateField, FileField, MoneyField, NumberField, TextField } from "#app/ui/text-fields.tsx";

const fieldNames = [
  "needId",
  "amount",
  "itemName",
  "quantity",
  "unit",
  "valuationBasis",
  "receivedOn",
  "documentNumber",
  "giverName",
  "giverEmail",
  "showsName",
  "publicName",
  "surplusChoice",
  "allowsOperating",
  "note",
  "photo",
] as const;
export type OfflineGiftValues = Record<(typeof fieldNames)[number], string>;

type OfflineGiftFieldsProps = {
  form: FormState;
  fields: Readonly<Record<keyof OfflineGiftValues, FormField>>;
  kind: OfflineGiftKind;
  needs: readonly { id: string; publicCode: string; title: string; villageName: string }[];
  today: string;
};

/** What came, for what, by which document, from whom. The picture comes last, so that nothing typed is lost when it is too large. */
export function OfflineGiftFields({ form, fields, kind, needs, today }: OfflineGiftFieldsProps) {
  const t = useMessages();
  const { fields: labels, hints, bases, submit } = t.offlineGifts;
  return (
    <Form form={form} multipart>
      <SelectField
        field={fields.needId}
        label={labels.needId}
        hint={hints.needId}
        options={needs.map((need) => ({
          value: need.id,
          label: `${need.villageName} ${need.title} ${need.publicCode}`,
        }))}
      />
      {kind === "money" ? (
        <MoneyField field={fields.amount} label={labels.amount} hint={hints.amount} />
      ) : (
        <>
          <TextField field={fields.itemName} label={labels.itemName} />
          <NumberField field={fields.quantity} label={labels.quantity} />
          <TextField field={fields.unit} label={labels.unit} hint={hints.unit} width="short" />
          <MoneyField field={fields.amount} label={labels.value} hint={hints.value} />
          <RadioGroup
            field={fields.valuationBasis}
            label={labels.valuationBasis}
            options={valuationBases.map((basis) => ({ value: basis, label: bases[basis] }))}
          />
        </>
      )}
      <DateField field={fields.receivedOn} label={labels.receivedOn} max={today} />
      <TextField
        field={fields.documentNumber}
        label={labels.documentNumber}
        hint={kind === "money" ? hints.moneyDocument : hints.goodsDocument}
      />
      <TextField field={fields.giverName} label={labels.giverName} hint={hints.giverName} autoComplete="off" optional />
      <TextField
        field={fields.giverEmail}
        label={labels.giverEmail}
        hint={hints.giverEmail}
        type="email"
        autoComplete="off"
        inputMode="email"
        optional
      />
      <Checkbox field={fields.showsName} label={labels.showsName} hint={hints.showsName} />
      <TextField
        field={fields.publicName}
        label={labels.publicName}
        hint={hints.publicName}
        autoComplete="off"
        optional
      />
      {kind === "money" && (
        <>
          <RadioGroup
            field={fields.surplusChoice}
            label={labels.surplusChoice}
            hint={hints.surplusChoice}
            options={offlineSurplusChoices.map((choice) => ({
              value: choice,
              label: t.donations.surplusChoices[choice],
            }))}
          />
          <Checkbox field={fields.allowsOperating} label={labels.allowsOperating} hint={hints.allowsOperating} />
        </>
      )}
      <TextField field={fields.note} label={labels.note} optional />
      <FileField field={fields.photo} label={labels.photo} hint={hints.photo} capture="environment" />
      <SubmitButton icon="check" wide>
        {submit}
      </SubmitButton>
    </Form>
  );
}
