import { warningGrades } from "#app/domain/household-monitoring/household-monitoring.ts";
import { raisedKinds } from "#app/domain/household-monitoring/monitoring-form.ts";
import type { FileWarning } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { StateBadge, type Tone } from "#app/ui/status.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { fieldOf } from "./checklist-section.tsx";
import { ReasonForm } from "./reason-form.tsx";

type WarningSectionProps = {
  warnings: readonly FileWarning[];
  today: string;
  isOpen: boolean;
  mayLookBack: boolean;
  form: FormState;
  fields: Readonly<Record<string, FormField>>;
};

const tones: Readonly<Record<FileWarning["grade"], Tone>> = { red: "danger", orange: "warning", yellow: "info" };

/** Warnings with owner and deadline; each is closed with a reason (S19). */
export function WarningSection({ warnings, today, isOpen, mayLookBack, form, fields }: WarningSectionProps) {
  const t = useMessages();
  const words = t.monitoring;
  return (
    <Section title={words.warnings}>
      {warnings.length === 0 && <p className="text-muted">{words.noWarnings}</p>}
      <ul className="stack">
        {warnings.map((warning) => (
          <li key={warning.id} className="panel">
            <p className="flex flex-wrap gap-2">
              <b>{words.kinds[warning.kind]}</b>
              <StateBadge tone={tones[warning.grade]}>{words.gradeShort[warning.grade]}</StateBadge>
              {warning.closedAt === null && warning.dueOn < today && (
                <StateBadge tone="danger">{words.overdue}</StateBadge>
              )}
            </p>
            <p className="max-w-measure whitespace-pre-line">
              {warning.kind === "overdue_visit" ? words.sinceNote(warning.note) : warning.note}
            </p>
            <p className="text-sm text-muted">
              {`${words.owner}${t.common.colon}${warning.ownerName ?? "—"} · ${words.dueOn}${t.common.colon}${warning.dueOn}`}
            </p>
            {warning.closedAt !== null ? (
              <p>{`${words.closed(formatMinute(warning.closedAt))} · ${warning.closeReason ?? ""}`}</p>
            ) : (
              mayLookBack && (
                <ReasonForm
                  intent="close"
                  idName="warningId"
                  id={warning.id}
                  submit={words.close}
                  summary={words.close}
                />
              )
            )}
          </li>
        ))}
      </ul>
      {isOpen && (
        <Disclosure summary={words.raise} isOpen={Object.keys(form.allErrors).length > 0} noPrint>
          <Form form={form}>
            <input type="hidden" name="intent" value="raise" />
            <SelectField
              field={fieldOf(fields, "kind")}
              label={words.kind}
              options={raisedKinds.map((value) => ({ value, label: words.kinds[value] }))}
            />
            <RadioGroup
              field={fieldOf(fields, "grade")}
              label={words.grade}
              options={warningGrades.map((value) => ({ value, label: words.grades[value] }))}
            />
            <TextArea field={fieldOf(fields, "note")} label={words.note} hint={words.noteHint} rows={3} />
            <SubmitButton>{words.raise}</SubmitButton>
          </Form>
        </Disclosure>
      )}
    </Section>
  );
}
