import { povertyCauses } from "#app/domain/households/household.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CheckboxGroup } from "#app/ui/choice-fields.tsx";
import { Fieldset } from "#app/ui/form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import type { HouseholdFields } from "./household-values.ts";

/** Why the household is in need, and what it can build on (S10). */
export function SituationFields({ fields }: { fields: HouseholdFields }) {
  const t = useMessages();
  const words = t.households;
  return (
    <Fieldset legend={words.sectionSituation}>
      <CheckboxGroup
        field={fields.causes}
        label={words.causes}
        hint={words.causesHint}
        layout="boxes"
        options={povertyCauses.map((value) => ({ value, label: t.vocabulary.causes[value] }))}
      />
      <TextArea field={fields.strengths} label={words.strengths} hint={words.strengthsHint} rows={2} optional />
      <TextArea field={fields.circumstances} label={words.circumstances} hint={words.circumstancesHint} optional />
    </Fieldset>
  );
}
