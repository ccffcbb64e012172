import { isAlarmKind } from "#app/domain/alarms/alarm.ts";
import type { DeadEvent, ParkedEvent, ResolvedAlarm } from "#app/domain/alarms/alarm-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

function TryAgain({ intent, id }: { intent: "try_parked" | "try_dead"; id: string }) {
  const words = useMessages().alarms;
  return (
    <Form>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton tone="quiet">
        {words.tryAgain}
        <span className="sr-only"> {id}</span>
      </SubmitButton>
    </Form>
  );
}

/** Messages of the provider, by their ids; what they are about is fetched again when they are tried. */
export function ParkedTable({ rows, canAct }: { rows: readonly ParkedEvent[]; canAct: boolean }) {
  const words = useMessages().alarms;
  const columns: Column<ParkedEvent>[] = [
    { key: "type", header: words.eventType, cell: (event) => event.type, rowHeader: true },
    { key: "id", header: words.subject, cell: (event) => <span className="figure break-all">{event.id}</span> },
    { key: "code", header: words.reason, cell: (event) => event.code },
    { key: "attempts", header: words.attempts, cell: (event) => String(event.attempts), numeric: true },
    { key: "first", header: words.firstSeen, cell: (event) => formatMinute(event.firstSeenAt) },
    { key: "last", header: words.lastSeen, cell: (event) => formatMinute(event.lastSeenAt) },
  ];
  if (canAct) {
    columns.push({
      key: "act",
      header: words.tryAgain,
      cell: (event) => <TryAgain intent="try_parked" id={event.id} />,
    });
  }
  return <DataTable caption={words.parked} hideCaption columns={columns} rows={rows} rowKey={(event) => event.id} />;
}

type ShownDeadEvent = Omit<DeadEvent, "id"> & { id: string };

/** Our own events whose work failed to the last try. */
export function DeadTable({ rows, canAct }: { rows: readonly ShownDeadEvent[]; canAct: boolean }) {
  const words = useMessages().alarms;
  const columns: Column<ShownDeadEvent>[] = [
    { key: "kind", header: words.work, cell: (event) => `${event.kind} #${event.id}`, rowHeader: true },
    { key: "error", header: words.lastError, cell: (event) => event.lastError ?? "", wide: true },
    { key: "attempts", header: words.attempts, cell: (event) => String(event.attempts), numeric: true },
    { key: "first", header: words.firstSeen, cell: (event) => formatMinute(event.occurredAt) },
    { key: "last", header: words.lastSeen, cell: (event) => (event.deadAt === null ? "" : formatMinute(event.deadAt)) },
  ];
  if (canAct) {
    columns.push({
      key: "act",
      header: words.tryAgain,
      cell: (event) => <TryAgain intent="try_dead" id={event.id} />,
    });
  }
  return <DataTable caption={words.dead} hideCaption columns={columns} rows={rows} rowKey={(event) => event.id} />;
}

/** What was resolved, and by whom. */
export function ResolvedTable({ rows }: { rows: readonly ResolvedAlarm[] }) {
  const words = useMessages().alarms;
  const titleOf = (kind: string) => (isAlarmKind(kind) ? words.kinds[kind].title : kind);
  return (
    <DataTable
      caption={words.resolved}
      hideCaption
      rows={rows}
      rowKey={(alarm) => alarm.id}
      columns={[
        { key: "kind", header: words.kind, cell: (alarm) => titleOf(alarm.kind), rowHeader: true },
        { key: "subject", header: words.subject, cell: (alarm) => <span className="break-all">{alarm.subject}</span> },
        { key: "first", header: words.firstSeen, cell: (alarm) => formatMinute(alarm.firstSeenAt) },
        {
          key: "resolved",
          header: words.resolvedAt,
          cell: (alarm) => (alarm.resolvedAt === null ? "" : formatMinute(alarm.resolvedAt)),
        },
        { key: "by", header: words.resolvedBy, cell: (alarm) => alarm.resolvedBy ?? words.byItself },
      ]}
    />
  );
}
