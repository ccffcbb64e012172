import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { scopesOf } from "#app/domain/actor.ts";
import { alarmKeeperRoles, alarmReaderRoles } from "#app/domain/alarms/alarm.ts";
import { alarmActionForm } from "#app/domain/alarms/alarm-form.ts";
import {
  listAllOpenAlarms,
  listDeadEvents,
  listResolvedAlarms,
  listUnsettledParkedEvents,
} from "#app/domain/alarms/alarm-queries.server.ts";
import { putAlarmAway } from "#app/domain/alarms/put-alarm-away.server.ts";
import { tryDeadEventAgain, tryParkedEventAgain } from "#app/domain/alarms/try-again.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { AlarmPanel } from "./alarm-panel.tsx";
import { DeadTable, ParkedTable, ResolvedTable } from "./event-tables.tsx";

const resolvedDays = 30;

export const loader = guardLoader(staff("platform_admin", "auditor"), async ({ services, actor, t }) => {
  const since = new Date(services.clock.now().getTime() - resolvedDays * 86_400_000);
  return {
    page: { title: t.alarms.title, isPrivate: true },
    isWholeSite: scopesOf(actor, alarmReaderRoles).includes(""),
    canAct: scopesOf(actor, alarmKeeperRoles).length > 0,
    open: await listAllOpenAlarms(services.db, { actor }),
    parked: await listUnsettledParkedEvents(services.db, { actor }),
    // A bigint cannot be a form's value.
    dead: (await listDeadEvents(services.db, { actor })).map((event) => ({ ...event, id: String(event.id) })),
    resolved: await listResolvedAlarms(services.db, { since, actor }),
  };
});

export const action = guardAction(staff("platform_admin"), async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), alarmActionForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const { intent, id } = form.value;
  const result =
    intent === "put_away"
      ? await putAlarmAway(services.db, { alarmId: id, note: form.value.note }, actor, at)
      : intent === "try_dead"
        ? await tryDeadEventAgain(services.db, { eventId: id }, actor, at)
        : await tryParkedEventAgain(services.db, { eventId: id }, actor);
  return result.ok ? redirect(paths.staffAlarms(), 303) : form.refuse({ "": [result.code] });
});

/** What is wrong and what to do, for those who run the site; auditors look on. */
export default function AlarmsPage() {
  const t = useMessages();
  const words = t.alarms;
  const { canAct, isWholeSite, open, parked, dead, resolved } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const [form] = useForm({ id: "alarms", lastResult });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      form={form}
      messages={words.errors}
      labels={{ note: words.note }}
    >
      {!canAct && <Banner tone="info" title={words.readOnly} />}
      <Section title={words.open} id="open">
        {open.length === 0 ? (
          <EmptyState title={words.none} icon="circle-check">
            <p>{words.noneHint}</p>
          </EmptyState>
        ) : (
          <ul className="grid gap-4">
            {open.map((alarm) => (
              <li key={alarm.id}>
                <AlarmPanel alarm={alarm} canAct={canAct} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      {isWholeSite && (
        <Section title={words.parked} lead={words.parkedLead} id="parked">
          {parked.length === 0 ? (
            <p className="text-muted">{words.noParked}</p>
          ) : (
            <ParkedTable rows={parked} canAct={canAct} />
          )}
        </Section>
      )}
      {isWholeSite && (
        <Section title={words.dead} lead={words.deadLead} id="dead">
          {dead.length === 0 ? <p className="text-muted">{words.noDead}</p> : <DeadTable rows={dead} canAct={canAct} />}
        </Section>
      )}
      <Section title={words.resolved} id="resolved">
        {resolved.length === 0 ? <p className="text-muted">{words.noneResolved}</p> : <ResolvedTable rows={resolved} />}
      </Section>
    </Page>
  );
}
