import { optionalConsentFields } from "#app/domain/households/consent.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, CheckboxGroup } from "#app/ui/choice-fields.tsx";
import { Fieldset } from "#app/ui/form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import type { HouseholdFields } from "./household-values.ts";

/** The consents, each apart, none ticked beforehand (S5, F11). */
export function ConsentFields({ fields }: { fields: HouseholdFields }) {
  const t = useMessages();
  const words = t.households;
  return (
    <Fieldset legend={words.sectionConsent} hint={words.sectionConsentHint}>
      <Checkbox field={fields.hasRegisterConsent} label={words.registerConsent} />
      <Checkbox field={fields.hasPublishConsent} label={words.publishConsent} />
      <CheckboxGroup
        field={fields.publishFields}
        label={words.publishFields}
        hint={words.publishFieldsHint}
        options={optionalConsentFields.map((value) => ({ value, label: t.vocabulary.consentFields[value] }))}
        optional
      />
      <Checkbox field={fields.hasPhotoConsent} label={words.photoConsent} />
      <p className="text-sm text-muted">{words.consentFree}</p>
      <TextField
        field={fields.signedByName}
        label={words.signedByName}
        hint={words.signedByNameHint}
        autoComplete="off"
        width="medium"
        optional
      />
      <Checkbox field={fields.isGuardian} label={words.isGuardian} hint={words.isGuardianHint} />
    </Fieldset>
  );
}
