import { useForm } from "@conform-to/react";
import { isAlarmKind } from "#app/domain/alarms/alarm.ts";
import type { OpenAlarm } from "#app/domain/alarms/alarm-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** One alarm: what it means, what to do, and the note of who dealt with it. */
export function AlarmPanel({ alarm, canAct }: { alarm: OpenAlarm; canAct: boolean }) {
  const words = useMessages().alarms;
  const [form, fields] = useForm<{ note: string }>({ id: `alarm-${alarm.id}` });
  const kind = isAlarmKind(alarm.kind) ? words.kinds[alarm.kind] : { ...words.unknownKind, title: alarm.kind };
  return (
    <article className="panel border-t-4 border-t-danger">
      <h3 className="text-lg">{kind.title}</h3>
      <p>{kind.meaning}</p>
      <DescriptionList
        items={[
          { term: words.toDo, details: kind.toDo },
          { term: words.subject, details: <span className="figure break-all">{alarm.subject}</span> },
          ...(alarm.detail === ""
            ? []
            : [{ term: words.detail, details: <span className="break-all whitespace-pre-line">{alarm.detail}</span> }]),
          { term: words.firstSeen, details: formatMinute(alarm.firstSeenAt) },
          { term: words.lastSeen, details: formatMinute(alarm.lastSeenAt) },
          { term: words.count, details: String(alarm.count) },
        ]}
      />
      {canAct && (
        <Form form={form}>
          <input type="hidden" name="intent" value="put_away" />
          <input type="hidden" name="id" value={alarm.id} />
          <TextField field={fields.note} label={words.note} hint={words.noteHint} autoComplete="off" />
          <SubmitButton tone="quiet">{words.putAway}</SubmitButton>
        </Form>
      )}
    </article>
  );
}
