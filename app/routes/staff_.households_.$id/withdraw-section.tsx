import { type HouseholdState, householdTransitions } from "#app/domain/households/household.ts";
import { stateAfter } from "#app/domain/transitions.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { type HouseholdForms, isRefused } from "./household-forms.ts";

/** Taking the application back, at any step before it is approved (S5). */
export function WithdrawSection({ state, forms }: { state: HouseholdState; forms: HouseholdForms }) {
  const t = useMessages();
  const words = t.households;
  if (stateAfter(householdTransitions, state, "withdraw") === undefined) return null;
  return (
    <div className="no-print">
      <Section title={words.withdraw} lead={words.withdrawHint}>
        <Disclosure summary={words.withdraw} isOpen={isRefused(forms.withdraw)}>
          <Form form={forms.withdraw}>
            <input type="hidden" name="intent" value="withdraw" />
            <TextField field={forms.withdrawFields.reason} label={words.withdrawReason} autoComplete="off" />
            <SubmitButton tone="danger">{words.withdraw}</SubmitButton>
          </Form>
        </Disclosure>
      </Section>
    </div>
  );
}
