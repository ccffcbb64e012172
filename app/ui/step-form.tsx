import type { ReactNode } from "react";
import { Form, SubmitButton } from "./form.tsx";
import type { FormState } from "./form-field.ts";
import type { IconName } from "./icon.tsx";

type StepFormProps = {
  form: FormState;
  /** Which step this form takes: the hidden `intent` of its request. */
  intent: string;
  hint?: ReactNode;
  button: ReactNode;
  icon?: IconName;
  multipart?: boolean;
  /** A step people rarely take: folded away under these words, its button in the tone of danger. Open where it was refused. */
  foldedUnder?: ReactNode;
  /** The fields of the step, if any. */
  children?: ReactNode;
};

/** One step of a case as a form of its own. */
export function StepForm({ form, intent, hint, button, icon, multipart, foldedUnder, children }: StepFormProps) {
  const step = (
    <Form form={form} multipart={multipart} className="form no-print">
      <input type="hidden" name="intent" value={intent} />
      {hint && <p className="max-w-measure text-muted">{hint}</p>}
      {children}
      <SubmitButton tone={foldedUnder ? "danger" : "primary"} icon={icon} wide>
        {button}
      </SubmitButton>
    </Form>
  );
  if (!foldedUnder) return step;
  return (
    <details className="no-print mt-4" open={(form.errors ?? []).length > 0 || Object.keys(form.allErrors).length > 0}>
      <summary className="tap">{foldedUnder}</summary>
      {step}
    </details>
  );
}
