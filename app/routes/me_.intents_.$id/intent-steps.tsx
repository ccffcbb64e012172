import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";

/** Pausing and going on: one button. */
export function IntentSteps({ canPause, canResume }: { canPause: boolean; canResume: boolean }) {
  const words = useMessages().intents.case;
  if (!canPause && !canResume) return null;
  return (
    <Form className="form no-print">
      <input type="hidden" name="intent" value={canPause ? "pause" : "resume"} />
      {canPause && <p className="text-muted">{words.pauseHint}</p>}
      <SubmitButton tone="secondary">{canPause ? words.pause : words.resume}</SubmitButton>
    </Form>
  );
}
