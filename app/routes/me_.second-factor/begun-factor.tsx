import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { QrCode } from "#app/ui/print.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type BegunFactorProps = {
  begun: { secret: string; qr: { path: string; size: number } };
  form: FormState;
  field: FormField;
};

/** The secret as a picture and in letters, and the code that proves it was taken over. */
export function BegunFactor({ begun, form, field }: BegunFactorProps) {
  const t = useMessages();
  const words = t.secondFactor.scan;
  return (
    <Section title={words.title}>
      <QrCode path={begun.qr.path} size={begun.qr.size} caption={words.caption} />
      <p>
        {words.typed}
        <br />
        <code className="figure [overflow-wrap:anywhere]">{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
      <p>{words.next}</p>
      <Form form={form}>
        <input type="hidden" name="intent" value="confirm" />
        <TextField
          field={field}
          label={t.secondFactor.appCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          width="short"
        />
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
    </Section>
  );
}
