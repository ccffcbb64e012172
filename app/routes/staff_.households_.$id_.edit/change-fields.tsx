import { labourAbilities, povertyCauses } from "#app/domain/households/household.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, CheckboxGroup, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Fieldset, HiddenField } from "#app/ui/form.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";
import { AccountFields, PrivateFields } from "../staff_.households_.new/private-fields.tsx";
import type { ChangeFieldsOf } from "./change-values.ts";

type ChangeFieldsProps = { fields: ChangeFieldsOf; names: readonly string[] };

/** Causes, what each member can do, words, contact, and why. */
export function ChangeFields({ fields, names }: ChangeFieldsProps) {
  const t = useMessages();
  const words = t.households;
  return (
    <>
      <CheckboxGroup
        field={fields.causes}
        label={words.causes}
        hint={words.causesHint}
        layout="boxes"
        options={povertyCauses.map((value) => ({ value, label: t.vocabulary.causes[value] }))}
      />
      {fields.members.getFieldList().map((member, index) => {
        const own = member.getFieldset();
        return (
          <fieldset key={member.key} className="panel stack min-w-0">
            <legend className="font-bold">{names[index] ?? words.memberNumber(index + 1)}</legend>
            <HiddenField field={own.id} />
            <RadioGroup
              field={own.labourAbility}
              label={words.labourAbility}
              layout="boxes"
              options={labourAbilities.map((value) => ({ value, label: t.vocabulary.labourAbilities[value] }))}
            />
            <div>
              <Checkbox field={own.isStudent} label={words.isStudent} />
              <Checkbox field={own.isDisabled} label={words.isDisabled} />
              <Checkbox field={own.hasChronicIllness} label={words.hasChronicIllness} />
            </div>
            <PrivateFields fields={own} hints={{ diagnosis: words.phoneKept, guardian: words.phoneKept }} />
          </fieldset>
        );
      })}
      <Fieldset legend={words.situation}>
        <TextArea field={fields.strengths} label={words.strengths} hint={words.strengthsHint} rows={2} optional />
        <TextArea field={fields.circumstances} label={words.circumstances} hint={words.circumstancesHint} optional />
        <TextField field={fields.groupName} label={words.group} autoComplete="off" width="medium" optional />
        <TextField
          field={fields.phone}
          label={words.phone}
          hint={words.phoneKept}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          width="medium"
          optional
        />
        <AccountFields fields={fields} hint={words.phoneKept} />
        <TextField field={fields.reason} label={words.changeReason} hint={words.changeReasonHint} autoComplete="off" />
      </Fieldset>
    </>
  );
}
