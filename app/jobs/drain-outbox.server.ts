import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { DomainEventKind } from "#app/domain/events.ts";
import { createLogger, errorFields } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";

/** Does what an event calls for: index, mail, follow-up. Must be repeatable: after a crash it runs again. */
export type EventHandler = (services: Services, payload: EventPayload) => Promise<void>;

/**
 * A handler that brings something in step with the truth of one subject (a search document, a list): whatever happened to the subject, once
 * is enough for all events that are taken together, because all of them were committed before. Projections run one at a time, so that none
 * overtakes a newer one.
 */
export type Projection = { project: EventHandler; oncePer: (payload: EventPayload) => string | undefined };
type EventPayload = Readonly<Record<string, string>>;
type Reaction = EventHandler | Projection;
export type EventHandlers = Partial<Record<DomainEventKind, readonly Reaction[]>>;

const log = createLogger();
const batchSize = 50;
const largestAttempts = 8;
/** Handlers wait for the provider and the database most of the time: so many subjects at once. */
const lanes = 4;

/**
 * Takes the events that are due, oldest first, and runs their handlers: events about one subject one after the other, several subjects at
 * once. One that fails waits longer each time (2, 4, 8 … seconds) and
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
  const project = createProjector(services);
  const handle = async (event: DueEvent) => {
    try {
      for (const reaction of reactionsTo(handlers, event.kind)) {
        if (typeof reaction === "function") await reaction(services, event.payload);
        else await project(reaction, event.payload);
      }
      done.push(event.id);
    } catch (error) {
      await recordFailure(services, event.id, event.attempts + 1, error, at);
    }
  };
  const subjects = groupBySubject(due);
  const work = async () => {
    for (let events = subjects.shift(); events !== undefined && !signal?.aborted; events = subjects.shift())
      for (const event of events) if (!signal?.aborted) await handle(event);
  };
  // All lanes come to their end before anything else is said: none may go on beside the next batch.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, work));
  if (done.length > 0) {
    await services.db.update(outboxEvents).set({ processedAt: at }).where(inArray(outboxEvents.id, done));
    // Paid gifts are told to the sites here, once for all of them: see db/functions/040-page-changed.sql.
    await services.db.execute(sql`select pg_notify('page_changed', 'drained')`);
  }
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return due.length;
}

type DueEvent = typeof outboxEvents.$inferSelect;

/** Events with the same ids in them, in their order; the subjects in the order of their oldest event. */
function groupBySubject(events: readonly DueEvent[]): DueEvent[][] {
  const groups = new Map<string, DueEvent[]>();
  for (const event of events) {
    const subject = JSON.stringify(event.payload);
    const group = groups.get(subject);
    if (group) group.push(event);
    else groups.set(subject, [event]);
  }
  return [...groups.values()];
}

/** Runs each projection once per subject, one at a time; whoever asks again shares the first one's outcome. */
function createProjector(services: Services) {
  const runs = new Map<EventHandler, Map<string, Promise<void>>>();
  let last: Promise<void> = Promise.resolve();
  return ({ project, oncePer }: Projection, payload: EventPayload): Promise<void> => {
    const subject = oncePer(payload) ?? JSON.stringify(payload);
    const known = runs.get(project) ?? new Map<string, Promise<void>>();
    runs.set(project, known);
    const run = known.get(subject) ?? last.then(() => project(services, payload));
    if (!known.has(subject)) last = run.catch(() => {});
    known.set(subject, run);
    return run;
  };
}

function reactionsTo(handlers: EventHandlers, kind: string): readonly Reaction[] {
  const all: Readonly<Record<string, readonly Reaction[] | undefined>> = handlers;
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
