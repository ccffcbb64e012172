import { type SubmissionResult, useForm } from "@conform-to/react";
import type { StaffPairingEvent } from "#app/domain/pairings/pairing-policy.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;

/** One form per step; a reply belongs to the one whose intent was sent. */
export function usePairingForms(reply: Reply) {
  const check = useForm<{ note: string }>({ id: "check_identity", lastResult: replyTo(reply, "check_identity") });
  const consent = useForm<{ note: string }>({ id: "consent", lastResult: replyTo(reply, "consent") });
  const decline = useForm<{ reason: string }>({ id: "decline", lastResult: replyTo(reply, "decline") });
  const activate = useForm<Record<string, never>>({ id: "activate", lastResult: replyTo(reply, "activate") });
  const end = useForm<{ reason: string }>({ id: "end", lastResult: replyTo(reply, "end") });
  return {
    all: [check[0], consent[0], decline[0], activate[0], end[0]],
    check,
    consent,
    decline,
    activate,
    end,
  };
}

type PairingStepsProps = { mine: readonly StaffPairingEvent[]; forms: ReturnType<typeof usePairingForms> };

/** The steps this reader may take now. */
export function PairingSteps({ mine, forms }: PairingStepsProps) {
  const t = useMessages();
  const words = t.pairings.staff;
  if (mine.length === 0) return null;
  const [check, checkFields] = forms.check;
  const [consent, consentFields] = forms.consent;
  const [decline, declineFields] = forms.decline;
  const [activate] = forms.activate;
  const [end, endFields] = forms.end;
  return (
    <Section title={t.pairings.case.next}>
      {mine.includes("check_identity") && (
        <StepForm form={check} intent="check_identity" hint={words.checkHint} button={words.check} icon="badge-check">
          <TextArea field={checkFields.note} label={words.checkNote} rows={2} />
        </StepForm>
      )}
      {mine.includes("consent") && (
        <StepForm form={consent} intent="consent" hint={words.consentHint} button={words.consent} icon="handshake">
          <TextArea field={consentFields.note} label={words.consentNote} hint={words.consentNoteHint} rows={3} />
        </StepForm>
      )}
      {mine.includes("activate") && (
        <StepForm
          form={activate}
          intent="activate"
          hint={words.activateHint}
          button={words.activate}
          icon="circle-check"
        />
      )}
      {mine.includes("decline") && (
        <StepForm form={decline} intent="decline" button={words.decline} foldedUnder={words.declineTitle}>
          <TextArea field={declineFields.reason} label={words.declineReason} hint={words.declineReasonHint} rows={2} />
        </StepForm>
      )}
      {mine.includes("end") && (
        <StepForm form={end} intent="end" button={words.end} foldedUnder={words.endTitle}>
          <TextArea field={endFields.reason} label={words.endReason} rows={2} />
        </StepForm>
      )}
    </Section>
  );
}
