import { useMessages } from "#app/i18n/use-messages.ts";
import { Fieldset, Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { DateField, FileField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

const fieldNames = [
  "heldOn",
  "place",
  "attendees",
  "attendeeCount",
  "votesFor",
  "votesAgainst",
  "votesAbstained",
  "minutes",
  "photo",
] as const;
export type MeetingValues = Record<(typeof fieldNames)[number], string>;

type MeetingFieldsProps = {
  form: FormState;
  fields: Readonly<Record<keyof MeetingValues, FormField>>;
  /** Today: a meeting is not recorded before it was held. */
  latestDay: string;
};

/** The record of a 民主评议. The picture comes last, so that nothing typed is lost when it is too large. */
export function MeetingFields({ form, fields, latestDay }: MeetingFieldsProps) {
  const t = useMessages();
  const words = t.verification.steps.meeting;
  return (
    <Form form={form} multipart>
      <DateField field={fields.heldOn} label={words.heldOn} max={latestDay} />
      <TextField field={fields.place} label={words.place} hint={words.placeHint} />
      <TextArea field={fields.attendees} label={words.attendees} hint={words.attendeesHint} rows={2} />
      <NumberField field={fields.attendeeCount} label={words.attendeeCount} unit={words.people} />
      <Fieldset legend={words.votesTitle}>
        <div className="grid gap-4 sm:grid-cols-3">
          <NumberField field={fields.votesFor} label={words.votesFor} unit={words.votes} />
          <NumberField field={fields.votesAgainst} label={words.votesAgainst} unit={words.votes} />
          <NumberField field={fields.votesAbstained} label={words.votesAbstained} unit={words.votes} />
        </div>
      </Fieldset>
      <TextArea field={fields.minutes} label={words.minutes} hint={words.minutesHint} rows={6} />
      <FileField field={fields.photo} label={words.photo} hint={words.photoHint} capture="environment" />
      <SubmitButton icon="check" wide>
        {words.submit}
      </SubmitButton>
    </Form>
  );
}
