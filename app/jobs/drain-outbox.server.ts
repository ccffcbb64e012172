import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { DomainEventKind } from "#app/domain/events.ts";
import { createLogger, errorFields } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";

/** Does what an event calls for: index, mail, follow-up. Must be repeatable: after a crash it runs again. */
export type EventHandler = (services: Services, payload: Readonly<Record<string, string>>) => Promise<void>;
export type EventHandlers = Partial<Record<DomainEventKind, readonly EventHandler[]>>;

const log = createLogger();
const batchSize = 50;
const largestAttempts = 8;

/**
 * Takes the events that are due, oldest first, and runs their handlers. One that fails waits longer each time (2, 4, 8 … seconds) and
 * does not hold up the others; after 8 tries it is dead and staff see it (D8). Run by one process at a time: the worker holds an
 * advisory lock. Returns how many events were taken, so that the caller knows whether to go on at once.
 */
export async function drainOutbox(services: Services, handlers: EventHandlers, signal?: AbortSignal): Promise<number> {
  const at = services.clock.now();
  const due = await services.db
    .select()
    .from(outboxEvents)
    .where(and(isNull(outboxEvents.processedAt), isNull(outboxEvents.deadAt), lte(outboxEvents.nextAttemptAt, at)))
    .orderBy(asc(outboxEvents.id))
    .limit(batchSize);
  const done: bigint[] = [];
  for (const event of due) {
    if (signal?.aborted) break;
    try {
      for (const handle of handlersFor(handlers, event.kind)) await handle(services, event.payload);
      done.push(event.id);
    } catch (error) {
      await recordFailure(services, event.id, event.attempts + 1, error, at);
    }
  }
  if (done.length > 0) {
    await services.db.update(outboxEvents).set({ processedAt: at }).where(inArray(outboxEvents.id, done));
    // Paid gifts are told to the sites here, once for all of them: see db/functions/040-page-changed.sql.
    await services.db.execute(sql`select pg_notify('page_changed', 'drained')`);
  }
  return due.length;
}

function handlersFor(handlers: EventHandlers, kind: string): readonly EventHandler[] {
  const all: Readonly<Record<string, readonly EventHandler[] | undefined>> = handlers;
  return all[kind] ?? [];
}

async function recordFailure(
  services: Services,
  id: bigint,
  attempts: number,
  error: unknown,
  at: Date,
): Promise<void> {
  const fields = errorFields(error);
  log.error("event failed", { event: String(id), attempts, ...fields });
  // Staff read this: never the values of a statement that failed.
  const message = String(fields.detail ?? [fields.error, fields.code].join(" "));
  await services.db
    .update(outboxEvents)
    .set({
      attempts,
      lastError: message.slice(0, 500),
      nextAttemptAt: new Date(at.getTime() + 1000 * 2 ** attempts),
      deadAt: attempts >= largestAttempts ? at : null,
    })
    .where(eq(outboxEvents.id, id));
}

/** Events not done yet and how long the oldest has waited, in seconds: for /readyz and alarms (H6). */
export async function outboxLag(
  services: Pick<Services, "clock"> & { db: DbOrTx },
): Promise<{ open: number; oldestSeconds: number; dead: number }> {
  const [row] = await services.db
    .select({
      open: sql<number>`count(*) filter (where dead_at is null)::int`,
      dead: sql<number>`count(*) filter (where dead_at is not null)::int`,
      oldest: sql<string | null>`min(occurred_at) filter (where dead_at is null)::text`,
    })
    .from(outboxEvents)
    .where(isNull(outboxEvents.processedAt));
  const oldestSeconds = row?.oldest ? Math.max(0, (services.clock.now().getTime() - Date.parse(row.oldest)) / 1000) : 0;
  return { open: row?.open ?? 0, dead: row?.dead ?? 0, oldestSeconds };
}
