import type { MonthlyGiftState } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { MoneyField } from "#app/ui/text-fields.tsx";

type ChangeFormsProps = { form: FormState; field: FormField; state: MonthlyGiftState };

/** The changes a donor can make; each button acts at once, so that stopping takes one click here (U4). */
export function ChangeForms({ form, field, state }: ChangeFormsProps) {
  const words = useMessages().monthlyGifts.page;
  return (
    <div className="stack">
      <Form form={form}>
        <input type="hidden" name="intent" value="amount" />
        <MoneyField field={field} label={words.newAmount} hint={words.newAmountHint} />
        <SubmitButton tone="secondary">{words.changeAmount}</SubmitButton>
      </Form>
      <OneButton intent="card" hint={words.replaceCardHint} button={words.replaceCard} />
      {state === "paused" ? (
        <OneButton intent="resume" hint={words.resumeHint} button={words.resume} />
      ) : (
        <OneButton intent="pause" hint={words.pauseHint} button={words.pause} />
      )}
      <OneButton intent="cancel" hint={words.cancelHint} button={words.cancel} isFinal />
    </div>
  );
}

type OneButtonProps = { intent: string; hint: string; button: string; isFinal?: boolean };

function OneButton({ intent, hint, button, isFinal = false }: OneButtonProps) {
  return (
    <Form>
      <input type="hidden" name="intent" value={intent} />
      <p className="max-w-measure text-muted">{hint}</p>
      <SubmitButton tone={isFinal ? "danger" : "secondary"}>{button}</SubmitButton>
    </Form>
  );
}
