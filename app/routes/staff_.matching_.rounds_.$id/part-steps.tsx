import type { PartState } from "#app/domain/matching/round.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Banner } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type PartStepsProps = {
  state: PartState;
  /** Neither checked it nor drew the round. */
  mayRelease: boolean;
  step: FormState;
  discard: FormState;
  reason: FormField;
};

/** What comes next for a part: check it, release it as another person, or put it away. */
export function PartSteps({ state, mayRelease, step, discard, reason }: PartStepsProps) {
  const words = useMessages().matching.rounds;
  if (state === "released" || state === "discarded") return null;
  return (
    <>
      {state === "proposed" && <StepForm form={step} intent="check" hint={words.checkHint} button={words.check} />}
      {state === "checked" && mayRelease && (
        <StepForm form={step} intent="release" hint={words.releaseHint} button={words.release} />
      )}
      {state === "checked" && !mayRelease && <Banner tone="info" title={words.releaseByOther} />}
      <StepForm
        form={discard}
        intent="discard"
        hint={words.discardHint}
        button={words.discard}
        foldedUnder={words.discardTitle}
      >
        <TextArea field={reason} label={words.discardReason} rows={2} />
      </StepForm>
    </>
  );
}
