import { addDays } from "#app/domain/clock.ts";
import type { PledgeNeed } from "#app/domain/pledges/pledge-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Banner } from "#app/ui/status.tsx";
import { DateField, MoneyField, NumberField, TextArea } from "#app/ui/text-fields.tsx";

type PledgeFieldsProps = {
  form: FormState;
  fields: Record<
    "needItemId" | "quantity" | "amount" | "organizationId" | "promisedFor" | "note" | "isBinding",
    FormField
  >;
  need: PledgeNeed;
  /** Money intended instead of an item. */
  isMoney: boolean;
  helpers: readonly { id: string; name: string; isVerified: boolean }[];
  today: string;
};

/** What and how many, in whose name, by when, and that it binds. */
export function PledgeFields({ form, fields, need, isMoney, helpers, today }: PledgeFieldsProps) {
  const words = useMessages().pledges;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value={isMoney ? "money" : "item"} />
      {isMoney ? (
        <MoneyField field={fields.amount} label={words.amount} hint={words.amountHint} />
      ) : (
        <ItemFields fields={fields} need={need} />
      )}
      {helpers.length > 0 && (
        <RadioGroup
          field={fields.organizationId}
          label={words.helper}
          options={[
            ...helpers.map(({ id, name, isVerified }) => ({
              value: id,
              label: isVerified ? name : words.unverifiedHelper(name),
              disabled: !isVerified,
            })),
            { value: "self", label: words.myself },
          ]}
        />
      )}
      <DateField
        field={fields.promisedFor}
        label={words.promisedFor}
        hint={isMoney ? undefined : words.promisedForGoodsHint}
        min={today}
        max={addDays(today, 366)}
      />
      <TextArea field={fields.note} label={words.note} hint={words.noteHint} rows={2} optional />
      <Banner tone="info" title={words.bindingTitle}>
        <p className="max-w-measure">{isMoney ? words.bindingMoneyText : words.bindingText}</p>
      </Banner>
      <Checkbox field={fields.isBinding} label={isMoney ? words.isBindingMoney : words.isBinding} />
      <SubmitButton tone="give" icon="package" wide>
        {isMoney ? words.submitMoney : words.submit}
      </SubmitButton>
    </Form>
  );
}

function ItemFields({ fields, need }: Pick<PledgeFieldsProps, "fields" | "need">) {
  const words = useMessages().pledges;
  const units = new Set(need.items.map((item) => item.unit));
  return (
    <>
      <RadioGroup
        field={fields.needItemId}
        label={words.item}
        options={need.items.map((item) => ({
          value: item.id,
          label: item.name,
          hint:
            item.left > 0
              ? words.itemLeft(item.left, item.unit, item.quantity)
              : words.itemDone(item.quantity, item.unit),
          disabled: item.left === 0,
        }))}
      />
      <NumberField
        field={fields.quantity}
        label={words.quantity}
        hint={words.quantityHint}
        unit={units.size === 1 ? need.items[0]?.unit : undefined}
      />
    </>
  );
}
