import { type SubmissionResult, useForm } from "@conform-to/react";
import { helpWays } from "#app/domain/deeds/deed.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { DateField, FileField, MoneyField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;
type DeedFields = {
  way: string;
  title: string;
  description: string;
  doneOn: string;
  worthFen: string;
  householdCount: string;
  photo: string;
};

/** What a helper may do while the tie is active: record a deed, write to the other side. */
export function useLifeForms(reply: Reply) {
  const deed = useForm<DeedFields>({ id: "report_deed", lastResult: replyTo(reply, "report_deed") });
  const message = useForm<{ body: string }>({ id: "write_message", lastResult: replyTo(reply, "write_message") });
  return { deed, message, all: [deed[0], message[0]] };
}

export function ReportDeedForm({ form }: { form: ReturnType<typeof useLifeForms>["deed"] }) {
  const words = useMessages().deeds;
  const [deed, fields] = form;
  return (
    <details className="no-print mt-4" open={Object.keys(deed.allErrors).length > 0}>
      <summary className="tap">{words.report}</summary>
      <StepForm form={deed} intent="report_deed" hint={words.reportHint} button={words.submit} icon="check" multipart>
        <SelectField
          field={fields.way}
          label={words.way}
          options={helpWays.map((value) => ({ value, label: words.ways[value] }))}
        />
        <TextField field={fields.title} label={words.name} />
        <TextArea field={fields.description} label={words.description} rows={4} />
        <DateField field={fields.doneOn} label={words.doneOn} />
        <MoneyField field={fields.worthFen} label={words.worth} hint={words.worthHint} optional />
        <NumberField field={fields.householdCount} label={words.households} unit={words.householdUnit} />
        <FileField field={fields.photo} label={words.photo} capture="environment" />
      </StepForm>
    </details>
  );
}

export function WriteMessageForm({ form }: { form: ReturnType<typeof useLifeForms>["message"] }) {
  const words = useMessages().deeds.messages;
  const [message, fields] = form;
  return (
    <StepForm form={message} intent="write_message" hint={words.lead} button={words.send} icon="mail">
      <TextArea field={fields.body} label={words.body} rows={3} />
    </StepForm>
  );
}
