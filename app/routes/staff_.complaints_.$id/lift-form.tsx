import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import type { FreezeItem } from "./freeze-list.tsx";

type Props = { freeze: FreezeItem; form: FormState; fields: { liftReason: FormField } };

/** Another person lifts the freeze, with a reason; who froze it reads that somebody else must. */
export function LiftForm({ freeze, form, fields }: Props) {
  const t = useMessages();
  const words = t.complaints.staff;
  if (freeze.isMine) return <p>{words.liftOther}</p>;
  return (
    <Section title={words.liftSubmit}>
      <Form form={form}>
        <input type="hidden" name="intent" value="lift" />
        <input type="hidden" name="freezeId" value={freeze.id} />
        <TextArea field={fields.liftReason} label={words.liftReason} rows={3} />
        <SubmitButton>{words.liftSubmit}</SubmitButton>
      </Form>
    </Section>
  );
}
