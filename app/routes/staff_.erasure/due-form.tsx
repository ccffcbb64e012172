import type { useForm } from "@conform-to/react";
import type { DueErasure } from "#app/domain/erasures/due-erasure-queries.server.ts";
import type { DueErasureInput } from "#app/domain/erasures/erasure-form.ts";
import { recordNameOf } from "#app/domain/erasures/retention.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CheckboxGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type Props = {
  form: ReturnType<typeof useForm<DueErasureInput>>[0];
  fields: ReturnType<typeof useForm<DueErasureInput>>[1];
  due: readonly DueErasure[];
  mayErase: boolean;
};

/** What is due, the longest first; the county ticks what it proposes, with one reason. */
export function DueForm({ form, fields, due, mayErase }: Props) {
  const t = useMessages();
  const words = t.reveals.due;
  const options = due.map((one) => ({
    value: recordNameOf(one),
    label: `${words.kinds[one.kind]} ${one.label}`,
    hint: words.since(one.regionName, one.endedOn, one.keepUntil),
  }));
  if (!mayErase) {
    return (
      <ul className="max-w-measure">
        {options.map(({ value, label, hint }) => (
          <li key={value} className="py-2">
            {label} <span className="block text-sm text-muted">{hint}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="propose" />
      <CheckboxGroup field={fields.records} label={words.records} options={options} />
      <TextArea field={fields.reason} label={t.reveals.erase.reason} rows={3} />
      <SubmitButton>{t.reveals.erase.propose}</SubmitButton>
    </Form>
  );
}
