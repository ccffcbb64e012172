import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type ReasonForm = readonly [FormState, { readonly reason: FormField }];
type CharityStepsProps = {
  may: { approve: boolean; payOut: boolean; reject: boolean; return: boolean };
  reject: ReasonForm;
  giveBack: ReasonForm;
};

/** The steps that are this person's now. */
export function CharitySteps({ may, reject, giveBack }: CharityStepsProps) {
  const t = useMessages();
  const words = t.disbursements;
  return (
    <>
      {may.approve && (
        <Section title={words.approveTitle} lead={words.approveLead}>
          <StepButton intent="approve">{words.approve}</StepButton>
        </Section>
      )}
      {may.payOut && (
        <Section title={t.impactReports.payments.pay} lead={t.impactReports.payments.payHint}>
          <StepButton intent="pay_out">{t.impactReports.payments.pay}</StepButton>
        </Section>
      )}
      {may.reject && (
        <Section title={words.rejectTitle}>
          <ReasonStep intent="reject" form={reject} button={words.reject} />
        </Section>
      )}
      {may.return && (
        <Section title={words.returnTitle} lead={words.returnLead}>
          <ReasonStep intent="return" form={giveBack} button={words.returned} />
        </Section>
      )}
    </>
  );
}

function StepButton({ intent, children }: { intent: string; children: string }) {
  return (
    <Form>
      <input type="hidden" name="intent" value={intent} />
      <SubmitButton>{children}</SubmitButton>
    </Form>
  );
}

function ReasonStep({ intent, form: [form, fields], button }: { intent: string; form: ReasonForm; button: string }) {
  const words = useMessages().disbursements;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value={intent} />
      <TextArea field={fields.reason} label={words.reasonLabel} rows={2} />
      <SubmitButton tone="secondary">{button}</SubmitButton>
    </Form>
  );
}
