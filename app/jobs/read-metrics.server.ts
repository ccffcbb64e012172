import { sql } from "drizzle-orm";
import { countOpenAlarmsByKind } from "#app/domain/alarms/alarm-queries.server.ts";
import type { DomainEventKind } from "#app/domain/events.ts";
import type { Services } from "#app/services.server.ts";
import { checkReadiness } from "./check-readiness.server.ts";

/** Counters for monitoring in the text format of Prometheus: how much, never who (H3). */
export async function readMetrics(services: Pick<Services, "db" | "clock" | "metrics">): Promise<string> {
  const readiness = await checkReadiness(services);
  const lines = [`jiedui_ready ${readiness.isReady ? 1 : 0}`];
  if (readiness.isReady) {
    const { outbox, reconciliation } = readiness;
    const [mail] = await services.db.execute<{ waiting: number; failing: number }>(sql`
      select count(*)::int as waiting, (count(*) filter (where attempts > 0))::int as failing from mails where sent_at is null`);
    const [parked] = await services.db.execute<{ waiting: number }>(
      sql`select count(*)::int as waiting from parked_events where settled_at is null`,
    );
    const searchLag = await readSearchLag(services);
    lines.push(
      `jiedui_search_lag_seconds ${searchLag}`,
      `jiedui_outbox_open ${outbox.open}`,
      `jiedui_outbox_oldest_seconds ${Math.floor(outbox.oldestSeconds)}`,
      `jiedui_outbox_dead ${outbox.dead}`,
      `jiedui_mails_waiting ${mail?.waiting ?? 0}`,
      `jiedui_mails_failing ${mail?.failing ?? 0}`,
      `jiedui_parked_events ${parked?.waiting ?? 0}`,
    );
    if (reconciliation.oldestHours !== null)
      lines.push(`jiedui_reconciliation_oldest_hours ${reconciliation.oldestHours}`);
    for (const { kind, count } of await countOpenAlarmsByKind(services.db))
      lines.push(`jiedui_alarms_open{kind="${kind.replace(/[^a-z_]/g, "_")}"} ${count}`);
  }
  return `${lines.join("\n")}\n${services.metrics.text()}`;
}

/** Events that a search document follows (`event-handlers.server.ts`; a test compares them). */
export const searchedEvents = [
  "donation.paid",
  "need.changed",
  "need.published",
  "household.changed",
  "village.changed",
  "pairing.changed",
] as const satisfies readonly DomainEventKind[];

/** How long the oldest change has waited that search does not show yet, in seconds. */
async function readSearchLag({ db, clock }: Pick<Services, "db" | "clock">): Promise<number> {
  const [row] = await db.execute<{ oldest: string | null }>(sql`
    select min(occurred_at)::text as oldest from outbox_events
    where processed_at is null and dead_at is null and kind in ${[...searchedEvents]}`);
  if (!row?.oldest) return 0;
  return Math.max(0, Math.floor((clock.now().getTime() - Date.parse(row.oldest)) / 1000));
}
