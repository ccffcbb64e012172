import { useMessages } from "#app/i18n/use-messages.ts";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type CodeStepProps = {
  intent: string;
  form: FormState;
  field: FormField;
  words: { title: string; hint: string; submit: string };
};

/** A step that wants the current code. */
export function CodeStep({ intent, form, field, words }: CodeStepProps) {
  const t = useMessages();
  return (
    <StepForm form={form} intent={intent} foldedUnder={words.title} hint={words.hint} button={words.submit}>
      <TextField
        field={field}
        label={t.secondFactor.code}
        hint={t.secondFactor.codeHint}
        autoComplete="one-time-code"
        width="short"
      />
    </StepForm>
  );
}
