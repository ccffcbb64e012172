import { pairingYears } from "#app/domain/pairings/pairing.ts";
import { type PairingKind, pairingKindRows } from "#app/domain/pairings/pairing-kinds.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

type Choice = { id: string; name: string };
type ProposeFieldsProps = {
  form: FormState;
  fields: Record<
    "target" | "organizationId" | "groupId" | "personEmail" | "promise" | "years" | "acceptsRules" | "isUnrelated",
    FormField
  >;
  kind: PairingKind;
  choices: { organizations: readonly Choice[]; groups: readonly Choice[]; partners: readonly Choice[] };
};

const toOptions = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));

/** The fields the kind's row asks for: who helps, whom, the promise, and what it is not. */
export function ProposeFields({ form, fields, kind, choices }: ProposeFieldsProps) {
  const t = useMessages();
  const words = t.deeds.propose;
  const row = pairingKindRows[kind];
  const isForStaff = row.proposer === "staff";
  const targetHint =
    isForStaff && row.target === "household" ? words.staffHouseholdHint : words.targetHints[row.target];
  return (
    <Form form={form}>
      {isForStaff && <TextField field={fields.personEmail} label={words.person} type="email" />}
      {row.helper === "organization" && (
        <SelectField field={fields.organizationId} label={words.helper} options={toOptions(choices.organizations)} />
      )}
      {row.helper === "group" && (
        <SelectField field={fields.groupId} label={words.group} options={toOptions(choices.groups)} />
      )}
      {row.target === "organization" ? (
        <SelectField field={fields.target} label={words.partner} options={toOptions(choices.partners)} />
      ) : (
        <TextField field={fields.target} label={words.target} hint={targetHint} />
      )}
      <TextArea field={fields.promise} label={t.pairings.promise} rows={4} />
      <RadioGroup
        field={fields.years}
        label={t.pairings.years}
        layout="boxes"
        options={pairingYears.map((years) => ({ value: years, label: t.pairings.yearCount[years] }))}
      />
      <ul className="max-w-measure list-disc pl-6">
        {t.pairings.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <Checkbox field={fields.acceptsRules} label={t.pairings.acceptsRules} />
      <Checkbox field={fields.isUnrelated} label={t.pairings.isUnrelated} hint={t.pairings.isUnrelatedHint} />
      <SubmitButton tone="give" icon="handshake" wide>
        {t.pairings.submit}
      </SubmitButton>
    </Form>
  );
}
