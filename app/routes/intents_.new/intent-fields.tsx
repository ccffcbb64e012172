import { addDays } from "#app/domain/clock.ts";
import { helperKinds, householdKinds, intentWhats, longestIntentDays } from "#app/domain/intents/intent.ts";
import type { PlaceChoice } from "#app/domain/intents/intent-queries.server.ts";
import { needCategories } from "#app/domain/needs/need.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, CheckboxGroup, RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Fieldset, Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Banner } from "#app/ui/status.tsx";
import { DateField, MoneyField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

export type IntentFieldName =
  | "helperKind"
  | "organizationId"
  | "what"
  | "amount"
  | "quantity"
  | "itemName"
  | "mostNeeds"
  | "regionCodes"
  | "homeCode"
  | "categories"
  | "householdKinds"
  | "isStrict"
  | "until"
  | "conditions";

type IntentFieldsProps = {
  form: FormState;
  fields: Record<IntentFieldName, FormField>;
  places: readonly PlaceChoice[];
  helpers: readonly { id: string; name: string; isVerified: boolean }[];
  today: string;
};

const indent = (code: string, name: string) => `${"　".repeat(Math.max(0, code.length / 2 - 1) >> 0)}${name}`;

/** Who, what and how much; then, if one likes, where and for whom. Mostly taps. */
export function IntentFields({ form, fields, places, helpers, today }: IntentFieldsProps) {
  const t = useMessages();
  const words = t.intents;
  const placeOptions = places.map(({ code, name }) => ({ value: code, label: indent(code, name) }));
  return (
    <Form form={form}>
      <RadioGroup
        field={fields.helperKind}
        label={words.helperKind}
        options={helperKinds.map((kind) => ({ value: kind, label: words.helperKinds[kind] }))}
      />
      {helpers.length > 0 && (
        <RadioGroup
          field={fields.organizationId}
          label={words.organization}
          options={[
            { value: "self", label: words.myself },
            ...helpers.map(({ id, name, isVerified }) => ({
              value: id,
              label: isVerified ? name : words.unverified(name),
              disabled: !isVerified,
            })),
          ]}
        />
      )}
      <RadioGroup
        field={fields.what}
        label={words.what}
        options={intentWhats.map((what) => ({ value: what, label: words.whats[what], hint: words.whatHints[what] }))}
      />
      <MoneyField field={fields.amount} label={words.amount} hint={words.amountHint} optional />
      <NumberField field={fields.quantity} label={words.quantity} hint={words.quantityHint} optional />
      <TextField field={fields.itemName} label={words.itemName} hint={words.itemNameHint} optional />
      <NumberField field={fields.mostNeeds} label={words.mostNeeds} hint={words.mostNeedsHint} optional />
      <Fieldset legend={words.regions}>
        <SelectField
          field={fields.regionCodes}
          label={words.regions}
          hint={words.regionsHint}
          emptyLabel={words.anywhere}
          options={placeOptions}
        />
        <SelectField
          field={fields.homeCode}
          label={words.home}
          hint={words.homeHint}
          emptyLabel={words.noHome}
          options={placeOptions}
        />
      </Fieldset>
      <CheckboxGroup
        field={fields.categories}
        label={words.categories}
        hint={words.categoriesHint}
        layout="boxes"
        options={needCategories.map((category) => ({ value: category, label: t.needWords.categories[category] }))}
        optional
      />
      <CheckboxGroup
        field={fields.householdKinds}
        label={words.householdKinds}
        hint={words.householdKindsHint}
        layout="boxes"
        options={householdKinds.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        optional
      />
      <Checkbox field={fields.isStrict} label={words.isStrict} />
      <DateField
        field={fields.until}
        label={words.until}
        hint={words.untilHint}
        min={today}
        max={addDays(today, longestIntentDays)}
      />
      <TextArea field={fields.conditions} label={words.conditions} hint={words.conditionsHint} rows={2} optional />
      <Banner tone="info" title={words.notBinding}>
        <p className="max-w-measure">{words.notBindingText}</p>
      </Banner>
      <SubmitButton tone="give" icon="package" wide>
        {words.submit}
      </SubmitButton>
    </Form>
  );
}
