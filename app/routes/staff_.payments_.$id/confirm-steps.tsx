import type { DisbursementDetails } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { FileField } from "#app/ui/text-fields.tsx";

type ConfirmStepsProps = { payment: DisbursementDetails; signature: FormState; photo: FormField };

/** Three ways to say that it arrived: by the recipient's code, by a signed slip, by the officer's own eyes. */
export function ConfirmSteps({ payment, signature, photo }: ConfirmStepsProps) {
  const words = useMessages().disbursements;
  return (
    <Section title={words.confirmTitle} lead={words.confirmLead}>
      <Panel title={words.codeTitle}>
        <p>{payment.codeIssuedAt ? words.issuedOn(formatMinute(payment.codeIssuedAt)) : words.codeLead}</p>
        <Form className="pt-3">
          <input type="hidden" name="intent" value="issue" />
          <SubmitButton tone="secondary">{payment.codeIssuedAt ? words.issueAgain : words.issue}</SubmitButton>
        </Form>
      </Panel>
      <Panel title={words.signatureTitle}>
        <Form form={signature} multipart>
          <input type="hidden" name="intent" value="signature" />
          <FileField field={photo} label={words.signaturePhoto} hint={words.signaturePhotoHint} capture="environment" />
          <SubmitButton tone="secondary">{words.signature}</SubmitButton>
        </Form>
      </Panel>
      <Panel title={words.officerTitle}>
        <Form>
          <input type="hidden" name="intent" value="officer" />
          <SubmitButton>{words.officer}</SubmitButton>
        </Form>
      </Panel>
    </Section>
  );
}
