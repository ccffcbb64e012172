import { and, asc, count, desc, eq, gte, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { alarms, parkedEvents } from "#db/schema/alarms.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { alarmReaderRoles } from "./alarm.ts";

const mostListed = 200;

const columns = {
  id: alarms.id,
  kind: alarms.kind,
  subject: alarms.subject,
  detail: alarms.detail,
  count: alarms.count,
  firstSeenAt: alarms.firstSeenAt,
  lastSeenAt: alarms.lastSeenAt,
};

/** The open alarms of one kind, oldest first. `detail` is for staff: it may name what is not public. */
export function listOpenAlarms(db: DbOrTx, params: { kind: string }) {
  return db
    .select(columns)
    .from(alarms)
    .where(and(eq(alarms.kind, params.kind), isNull(alarms.resolvedAt)))
    .orderBy(asc(alarms.firstSeenAt));
}

export type OpenAlarm = Awaited<ReturnType<typeof listAllOpenAlarms>>[number];

/** Whose alarms and events are asked for: those of a reader's subtrees, or, for the site's own jobs, all. */
type Reader = { actor: Actor };

function isReaders({ actor }: Reader): SQL | undefined {
  return actor.kind === "system" ? undefined : inScope(alarms.regionCode, scopesOf(actor, alarmReaderRoles));
}

/** Events belong to no place: they are for readers of the whole country. */
function isSiteReader({ actor }: Reader): SQL {
  const isReader = actor.kind === "system" || scopesOf(actor, alarmReaderRoles).includes("");
  return isReader ? sql`true` : sql`false`;
}

/** Every open alarm of the reader, the newest first. */
export async function listAllOpenAlarms(db: DbOrTx, reader: Reader) {
  return db
    .select(columns)
    .from(alarms)
    .where(and(isNull(alarms.resolvedAt), isReaders(reader)))
    .orderBy(desc(alarms.firstSeenAt))
    .limit(mostListed);
}

export async function countOpenAlarms(db: DbOrTx, reader: Reader): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(alarms)
    .where(and(isNull(alarms.resolvedAt), isReaders(reader)));
  return row?.count ?? 0;
}

/** Open alarms by kind, for monitoring. */
export async function countOpenAlarmsByKind(db: DbOrTx): Promise<{ kind: string; count: number }[]> {
  return db
    .select({ kind: alarms.kind, count: count() })
    .from(alarms)
    .where(isNull(alarms.resolvedAt))
    .groupBy(alarms.kind)
    .orderBy(asc(alarms.kind));
}

export type ResolvedAlarm = Awaited<ReturnType<typeof listResolvedAlarms>>[number];

/** Alarms that were resolved since then, by whom; nobody: the fault was found to be gone. */
export async function listResolvedAlarms(db: DbOrTx, { since, ...reader }: Reader & { since: Date }) {
  return db
    .select({ ...columns, resolvedAt: alarms.resolvedAt, resolvedBy: users.displayName })
    .from(alarms)
    .leftJoin(users, eq(users.id, alarms.resolvedBy))
    .where(and(isNotNull(alarms.resolvedAt), gte(alarms.resolvedAt, since), isReaders(reader)))
    .orderBy(desc(alarms.resolvedAt))
    .limit(mostListed);
}

export async function getAlarm(db: DbOrTx, { alarmId }: { alarmId: string }) {
  const [row] = await db
    .select({ ...columns, resolvedAt: alarms.resolvedAt })
    .from(alarms)
    .where(eq(alarms.id, alarmId));
  return row ?? null;
}

export type ParkedEvent = Awaited<ReturnType<typeof listUnsettledParkedEvents>>[number];

/** Messages of the provider that could not be settled yet; ids only. */
export async function listUnsettledParkedEvents(db: DbOrTx, reader: Reader) {
  return db
    .select({
      id: parkedEvents.id,
      type: parkedEvents.type,
      code: parkedEvents.code,
      attempts: parkedEvents.attempts,
      firstSeenAt: parkedEvents.firstSeenAt,
      lastSeenAt: parkedEvents.lastSeenAt,
    })
    .from(parkedEvents)
    .where(and(isNull(parkedEvents.settledAt), isSiteReader(reader)))
    .orderBy(asc(parkedEvents.firstSeenAt))
    .limit(mostListed);
}

export type DeadEvent = Awaited<ReturnType<typeof listDeadEvents>>[number];

/** Events of our own whose work failed to the last try (D8). */
export async function listDeadEvents(db: DbOrTx, reader: Reader) {
  return db
    .select({
      id: outboxEvents.id,
      kind: outboxEvents.kind,
      attempts: outboxEvents.attempts,
      lastError: outboxEvents.lastError,
      occurredAt: outboxEvents.occurredAt,
      deadAt: outboxEvents.deadAt,
    })
    .from(outboxEvents)
    .where(and(isNull(outboxEvents.processedAt), isNotNull(outboxEvents.deadAt), isSiteReader(reader)))
    .orderBy(asc(outboxEvents.id))
    .limit(mostListed);
}
