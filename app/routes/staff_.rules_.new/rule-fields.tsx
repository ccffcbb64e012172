import { type PlaceRuleKind, wordingKinds, wordingSeverities } from "#app/domain/place-rules/place-rule.ts";
import { settingKeyOf, settingKeys } from "#app/domain/place-rules/setting-keys.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { HiddenField } from "#app/ui/form.tsx";
import type { FormField } from "#app/ui/form-field.ts";
import { DateField, MoneyField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import { settingName } from "../staff_.rules/setting-words.ts";

export type RuleValues = {
  regionCode: string;
  key: string;
  value: string;
  name: string;
  words: string;
  unit: string;
  referencePriceFen: string;
  ceilingFen: string;
  word: string;
  kind: string;
  severity: string;
  advice: string;
  validFrom: string;
  source: string;
  reason: string;
};

type RuleFieldsProps = {
  fields: Readonly<Record<keyof RuleValues, FormField>>;
  kind: PlaceRuleKind;
  ruleKey: string | null;
  isEnd: boolean;
  today: string;
  places: readonly { code: string; name: string }[];
};

/** What, where, from when, on what paper, why. */
export function RuleFields({ fields, kind, ruleKey, isEnd, today, places }: RuleFieldsProps) {
  const t = useMessages();
  const words = t.placeRules;
  return (
    <>
      {isEnd && (
        <>
          <HiddenField field={fields.key} value={ruleKey ?? ""} />
          <p className="text-xl">{kind === "setting" ? settingName(t, ruleKey ?? "") : ruleKey}</p>
        </>
      )}
      {!isEnd && kind === "setting" && <SettingFields fields={fields} ruleKey={ruleKey} />}
      {!isEnd && kind === "item_price" && <PriceFields fields={fields} />}
      {!isEnd && kind === "wording" && <WordFields fields={fields} />}
      <SelectField
        field={fields.regionCode}
        label={words.place}
        options={places.map(({ code, name }) => ({ value: code, label: name }))}
        emptyLabel={false}
      />
      <DateField field={fields.validFrom} label={words.validFrom} hint={words.validFromHint} min={today} />
      <TextField field={fields.source} label={words.source} hint={words.sourceHint} autoComplete="off" />
      <TextArea field={fields.reason} label={words.reason} rows={3} />
    </>
  );
}

type SomeFields = Pick<RuleFieldsProps, "fields">;

function SettingFields({ fields, ruleKey }: SomeFields & Pick<RuleFieldsProps, "ruleKey">) {
  const t = useMessages();
  const words = t.placeRules;
  const setting = settingKeyOf(ruleKey);
  return (
    <>
      {setting === undefined ? (
        <SelectField
          field={fields.key}
          label={words.key}
          options={settingKeys.map(({ key }) => ({ value: key, label: settingName(t, key) }))}
        />
      ) : (
        <>
          <HiddenField field={fields.key} value={setting.key} />
          <p className="text-xl">{settingName(t, setting.key)}</p>
        </>
      )}
      <TextField field={fields.value} label={words.value} hint={hintOf()} width="medium" autoComplete="off" />
    </>
  );

  function hintOf() {
    if (setting === undefined) return undefined;
    const hints = words.valueHints;
    if (setting.kind === "days") return hints.days(setting.min, setting.max);
    return setting.kind === "count" ? hints.count(setting.min, setting.max) : hints[setting.kind];
  }
}

function PriceFields({ fields }: SomeFields) {
  const words = useMessages().placeRules;
  return (
    <>
      <TextField field={fields.name} label={words.item} autoComplete="off" />
      <TextField field={fields.unit} label={words.unit} hint={words.unitHint} width="short" autoComplete="off" />
      <TextArea field={fields.words} label={words.words} hint={words.wordsHint} rows={2} />
      <MoneyField field={fields.referencePriceFen} label={words.reference} />
      <MoneyField field={fields.ceilingFen} label={words.ceiling} />
    </>
  );
}

function WordFields({ fields }: SomeFields) {
  const t = useMessages();
  const words = t.placeRules;
  return (
    <>
      <TextField field={fields.word} label={words.word} autoComplete="off" />
      <RadioGroup
        field={fields.kind}
        label={words.wordKind}
        options={wordingKinds.map((value) => ({ value, label: t.reasonableNeeds.wordKinds[value] }))}
      />
      <RadioGroup
        field={fields.severity}
        label={words.effect}
        options={wordingSeverities.map((value) => ({ value, label: words.severities[value] }))}
      />
      <TextField field={fields.advice} label={words.advice} autoComplete="off" />
    </>
  );
}
