import { type SubmissionResult, useForm } from "@conform-to/react";
import type { StaffAccount } from "#app/domain/accounts/staff-account-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormErrors } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;
type StepProps = { intent: "reset_second_factor" | "disable" | "enable"; title: string; hint: string; reply: Reply };

/** What may be done to the account in the state it is in. */
export function AccountStepForms({ account, reply }: { account: StaffAccount; reply: Reply }) {
  const words = useMessages().staffAccounts;
  const weighty = (hint: string) => (account.holdsKeys ? `${hint}${words.twoPeople}` : hint);
  const isWaiting = (step: string) => account.proposals.some((proposal) => proposal.step === step);
  return (
    <>
      {account.hasSecondFactor && !isWaiting("reset_second_factor") && (
        <Step intent="reset_second_factor" title={words.reset} hint={weighty(words.resetHint)} reply={reply} />
      )}
      {!account.isDisabled && <Step intent="disable" title={words.disable} hint={words.disableHint} reply={reply} />}
      {account.isDisabled && !isWaiting("enable") && (
        <Step intent="enable" title={words.enable} hint={weighty(words.enableHint)} reply={reply} />
      )}
    </>
  );
}

function Step({ intent, title, hint, reply }: StepProps) {
  const words = useMessages().staffAccounts;
  const [form, fields] = useForm<{ reason: string }>({ id: intent, lastResult: replyTo(reply, intent) });
  return (
    <Section title={title}>
      <StepForm form={form} intent={intent} hint={hint} button={title} foldedUnder={title}>
        <FormErrors form={form} />
        <TextArea
          field={fields.reason}
          label={intent === "disable" ? words.disableReasonLabel : words.reason}
          rows={2}
        />
      </StepForm>
    </Section>
  );
}
