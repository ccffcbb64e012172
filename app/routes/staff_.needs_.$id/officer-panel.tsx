import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import type { OfficerForms } from "./officer-forms.ts";

type OfficerPanelProps = {
  need: StaffNeed;
  can: { submit: boolean; withdraw: boolean };
  forms: OfficerForms;
};

/** The officer's next step: submit, or take back at the household's wish. */
export function OfficerPanel({ need, can, forms }: OfficerPanelProps) {
  const t = useMessages();
  const words = t.needsStaff;
  if (!can.submit && !can.withdraw) return null;
  return (
    <Section title={words.next}>
      <div className="no-print stack">
        {can.submit && (
          <Form form={forms.submit}>
            <input type="hidden" name="intent" value="submit" />
            <p className="text-muted">{words.submitHint}</p>
            <SubmitButton icon="check" wide>
              {need.state === "returned" ? words.resubmit : words.submit}
            </SubmitButton>
          </Form>
        )}
        {can.withdraw && (
          <Disclosure summary={words.withdrawTitle} isOpen={Object.keys(forms.withdraw.allErrors).length > 0}>
            <Form form={forms.withdraw}>
              <input type="hidden" name="intent" value="withdraw" />
              <TextField field={forms.withdrawFields.reason} label={words.withdrawReason} hint={words.withdrawHint} />
              <SubmitButton tone="danger">{words.withdraw}</SubmitButton>
            </Form>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}
