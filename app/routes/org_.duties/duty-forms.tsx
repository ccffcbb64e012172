import { useForm } from "@conform-to/react";
import { useActionData } from "@remix-run/react";
import type { DutyRecord } from "#app/domain/law-calendar/duty-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { FormErrors } from "#app/ui/form.tsx";
import { type FormField, FormMessagesContext } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { DateField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import type { action } from "./route.tsx";

type DutyFormsProps = {
  projects: readonly { id: string; title: string; publicCode: string }[];
  open: readonly DutyRecord[];
  lastYear: number;
  today: string;
};

type Values = {
  needId: string;
  dutyId: string;
  statement: string;
  recordUrl: string;
  partnerName: string;
  endedOn: string;
};

function useStep(intent: string, id = intent) {
  const reply = replyTo(useActionData<typeof action>()?.result, intent);
  const isThis = id === intent || reply?.initialValue?.dutyId === id;
  return useForm<Values>({ id: `duty-${id}`, lastResult: isThis ? reply : undefined });
}

/** The four things a charity records, each a form of its own. */
export function DutyForms({ projects, open, lastYear, today }: DutyFormsProps) {
  const words = useMessages().lawCalendar;
  const [disclose, disclosed] = useStep("disclosure");
  const [annual, annualFields] = useStep("annual_report");
  const [cooperation, cooperationFields] = useStep("cooperation_ended");
  return (
    <FormMessagesContext.Provider value={words.errors}>
      {open.map((record) => (
        <Evaluation key={record.id} record={record} />
      ))}
      <Section title={words.org.disclose}>
        {projects.length === 0 ? (
          <p className="text-muted">{words.org.noNeeds}</p>
        ) : (
          <StepForm form={disclose} intent="disclosure" button={words.org.submit}>
            <FormErrors form={disclose} />
            <SelectField
              field={disclosed.needId}
              label={words.org.need}
              options={projects.map(({ id, title }) => ({ value: id, label: title }))}
            />
            <StatementFields fields={disclosed} />
          </StepForm>
        )}
      </Section>
      <Section title={words.org.annualReport(lastYear)}>
        <StepForm form={annual} intent="annual_report" button={words.org.submit}>
          <FormErrors form={annual} />
          <StatementFields fields={annualFields} />
        </StepForm>
      </Section>
      <Section title={words.org.cooperation}>
        <StepForm
          form={cooperation}
          intent="cooperation_ended"
          button={words.org.record}
          hint={words.org.cooperationHint}
        >
          <FormErrors form={cooperation} />
          <TextField field={cooperationFields.partnerName} label={words.org.partnerName} autoComplete="off" />
          <DateField field={cooperationFields.endedOn} label={words.org.endedOn} max={today} />
        </StepForm>
      </Section>
    </FormMessagesContext.Provider>
  );
}

function Evaluation({ record }: { record: DutyRecord }) {
  const words = useMessages().lawCalendar;
  const [form, fields] = useStep("evaluation", record.id);
  return (
    <Section title={words.org.evaluate(record.subject)}>
      <StepForm form={form} intent="evaluation" button={words.org.submit}>
        <input type="hidden" name="dutyId" value={record.id} />
        <FormErrors form={form} />
        <StatementFields fields={fields} />
      </StepForm>
    </Section>
  );
}

function StatementFields({ fields }: { fields: { statement: FormField; recordUrl: FormField } }) {
  const words = useMessages().lawCalendar.org;
  return (
    <>
      <TextArea field={fields.statement} label={words.statement} hint={words.statementHint} rows={4} />
      <TextField field={fields.recordUrl} label={words.recordUrl} type="url" optional autoComplete="off" />
    </>
  );
}
