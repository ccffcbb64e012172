import { householdProgrammes } from "#app/domain/households/household.ts";
import type { ResponsibleCandidate } from "#app/domain/households/responsible-person-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Fieldset } from "#app/ui/form.tsx";
import { DateField, TextField } from "#app/ui/text-fields.tsx";
import type { HouseholdFields } from "./household-values.ts";
import { AccountFields } from "./private-fields.tsx";

type FileFieldsProps = { fields: HouseholdFields; candidates: readonly ResponsibleCandidate[]; today: string };

/** The file itself: its number, programme, contact, and the one responsible person (S23). */
export function FileFields({ fields, candidates, today }: FileFieldsProps) {
  const t = useMessages();
  const words = t.households;
  return (
    <Fieldset legend={words.sectionFile}>
      <TextField
        field={fields.registerNumber}
        label={words.registerNumber}
        hint={words.registerNumberHint}
        autoComplete="off"
        width="medium"
      />
      <TextField field={fields.groupName} label={words.group} autoComplete="off" width="medium" optional />
      <TextField
        field={fields.phone}
        label={words.phone}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        width="medium"
        optional
      />
      <AccountFields fields={fields} hint={words.bankAccountHint} />
      <RadioGroup
        field={fields.programme}
        label={words.programme}
        options={householdProgrammes.map((value) => ({ value, label: t.vocabulary.programmes[value] }))}
      />
      <DateField field={fields.programmeFrom} label={words.programmeFrom} max={today} />
      <SelectField
        field={fields.responsibleUserId}
        label={words.responsible}
        hint={words.responsibleHint}
        options={candidates.map(({ userId, displayName }) => ({ value: userId, label: displayName }))}
      />
    </Fieldset>
  );
}
