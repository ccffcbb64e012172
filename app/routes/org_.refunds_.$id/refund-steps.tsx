import { formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";
import type { ShownRefundDetails } from "./refund-facts.tsx";

type RefundStepsProps = {
  refund: ShownRefundDetails;
  inWords: string;
  /** The reader asked for it: a colleague decides (A12). */
  isOwn: boolean;
  approve: FormState;
  reject: { form: FormState; field: FormField };
  bank: { form: FormState; field: FormField };
};

/** What can be done with a refund now: agree or not; record the bank's slip; start again after a failure. */
export function RefundSteps({ refund, inWords, isOwn, approve, reject, bank }: RefundStepsProps) {
  const words = useMessages().refunds;
  if (refund.state === "requested" && isOwn) return <Banner tone="info" title={words.approve.notYou} />;
  if (refund.state === "requested") {
    return (
      <Section title={words.approve.title}>
        {refund.unspentFen < refund.amountFen && <Banner tone="warning" title={words.approve.notEnough} />}
        <StepForm
          form={approve}
          intent="approve"
          hint={words.approve.lead(formatYuanWithSign(refund.amountFen), inWords)}
          button={words.approve.submit}
          icon="check"
        />
        <StepForm form={reject.form} intent="reject" button={words.reject.submit} foldedUnder={words.reject.fold}>
          <TextArea field={reject.field} label={words.fields.reason} hint={words.hints.rejectReason} rows={3} />
        </StepForm>
      </Section>
    );
  }
  if (refund.state === "approved" && refund.channel === "offline") {
    if (isOwn) return <Banner tone="info" title={words.approve.notYou} />;
    return (
      <Section title={words.bank.title}>
        <StepForm form={bank.form} intent="bank" hint={words.bank.lead} button={words.bank.submit} icon="check">
          <TextField
            field={bank.field}
            label={words.fields.documentNumber}
            hint={words.hints.documentNumber}
            width="medium"
            autoComplete="off"
          />
        </StepForm>
      </Section>
    );
  }
  if (refund.state !== "failed") return null;
  return (
    <p className="no-print">
      <ButtonLink tone="secondary" to={paths.organizationRefundNew({ receipt: refund.receiptNumber })}>
        {words.again}
      </ButtonLink>
    </p>
  );
}
