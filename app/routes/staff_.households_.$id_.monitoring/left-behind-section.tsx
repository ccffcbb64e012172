import { leftBehindKinds } from "#app/domain/household-monitoring/household-monitoring.ts";
import type { LeftBehindEntry } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { NumberField } from "#app/ui/text-fields.tsx";
import { fieldOf } from "./checklist-section.tsx";
import { ReasonForm } from "./reason-form.tsx";

type LeftBehindSectionProps = {
  leftBehind: readonly LeftBehindEntry[];
  members: readonly { id: string; name: string }[];
  isOpen: boolean;
  form: FormState;
  fields: Readonly<Record<string, FormField>>;
};

/** 三留守台账 (S12): who is left behind and how often somebody must visit. */
export function LeftBehindSection({ leftBehind, members, isOpen, form, fields }: LeftBehindSectionProps) {
  const t = useMessages();
  const words = t.monitoring;
  const standing = leftBehind.filter((entry) => entry.toOn === null).map((entry) => entry.memberId);
  const others = members.filter((member) => !standing.includes(member.id));
  return (
    <Section title={words.leftBehind}>
      {leftBehind.length === 0 && <p className="text-muted">{words.noLeftBehind}</p>}
      <ul className="stack">
        {leftBehind.map((entry) => (
          <li key={entry.id} className="panel">
            <p>
              <b>{entry.name}</b>
              {` · ${words.leftBehindKinds[entry.kind]} · ${words.everyLine(entry.visitEveryDays)} · ${words.since(entry.fromOn)}`}
              {entry.toOn !== null && ` · ${words.ended(entry.toOn)}`}
            </p>
            {entry.toOn === null && isOpen && (
              <ReasonForm
                intent="end_entry"
                idName="entryId"
                id={entry.id}
                summary={words.endEntry}
                submit={words.endEntry}
              />
            )}
          </li>
        ))}
      </ul>
      {isOpen && others.length > 0 && (
        <Disclosure summary={words.enter} isOpen={Object.keys(form.allErrors).length > 0} noPrint>
          <Form form={form}>
            <input type="hidden" name="intent" value="enter" />
            <SelectField
              field={fieldOf(fields, "memberId")}
              label={words.member}
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              field={fieldOf(fields, "kind")}
              label={words.leftBehindKind}
              options={leftBehindKinds.map((value) => ({ value, label: words.leftBehindKinds[value] }))}
            />
            <NumberField field={fieldOf(fields, "visitEveryDays")} label={words.every} />
            <SubmitButton>{words.enter}</SubmitButton>
          </Form>
        </Disclosure>
      )}
    </Section>
  );
}
