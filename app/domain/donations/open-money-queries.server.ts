import { and, eq, gte, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { parkedEvents } from "#db/schema/alarms.server.ts";
import { donations, stripeEvents } from "#db/schema/donations.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { disputes, refunds } from "#db/schema/refunds.server.ts";

/** What the catch-up jobs work off: everything about money that is not settled yet. */

/**
 * Takes the refunds on their way that nobody has heard of since `before`: those that were never asked about first, then the least recently
 * asked. Taking them is noted, so that many that wait for their donors do not hold up newer ones.
 */
export async function takeOpenRefunds(
  db: Db,
  params: { before: Date; limit: number; at: Date },
): Promise<{ id: string }[]> {
  const open = await db
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .where(
      and(
        inArray(refunds.state, ["approved", "pending"]),
        eq(donations.channel, "online"),
        lte(refunds.updatedAt, params.before),
      ),
    )
    .orderBy(sql`${refunds.askedAt} asc nulls first`, refunds.updatedAt, refunds.id)
    .limit(params.limit);
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id);
  await db.update(refunds).set({ askedAt: params.at }).where(inArray(refunds.id, ids));
  return open;
}

/** Disputes that are still open, with the account to ask. */
export function listOpenDisputes(db: DbOrTx) {
  return db
    .select({ id: disputes.id, donationId: disputes.donationId, accountId: organizations.stripeAccountId })
    .from(disputes)
    .innerJoin(donations, eq(donations.id, disputes.donationId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(inArray(disputes.state, ["inquiry", "open"]))
    .orderBy(disputes.openedAt);
}

/** Every payment account of a charity: each is asked for what it could not deliver. */
export async function listCharityAccounts(db: DbOrTx): Promise<string[]> {
  const rows = await db
    .select({ accountId: organizations.stripeAccountId })
    .from(organizations)
    .where(isNotNull(organizations.stripeAccountId));
  return rows.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
}

/** Which of these messages we have never recorded nor parked. */
export async function listUnseenEventIds(db: DbOrTx, params: { ids: readonly string[] }): Promise<Set<string>> {
  const unseen = new Set(params.ids);
  if (params.ids.length === 0) return unseen;
  const ids = [...params.ids];
  const recorded = await db.select({ id: stripeEvents.id }).from(stripeEvents).where(inArray(stripeEvents.id, ids));
  const parked = await db.select({ id: parkedEvents.id }).from(parkedEvents).where(inArray(parkedEvents.id, ids));
  for (const { id } of [...recorded, ...parked]) unseen.delete(id);
  return unseen;
}

/** Parked messages that are due again: each waits twice as long as before, at most an hour. */
export function listParkedEvents(db: DbOrTx, params: { at: Date; limit: number }) {
  const waits = sql`${parkedEvents.lastSeenAt} + least(power(2, least(${parkedEvents.attempts}, 6)), 60) * interval '1 minute'`;
  return db
    .select()
    .from(parkedEvents)
    .where(and(isNull(parkedEvents.settledAt), lte(waits, params.at.toISOString())))
    .orderBy(parkedEvents.lastSeenAt)
    .limit(params.limit);
}

/** How many messages we ignored or could not settle since `from`, by what became of them (B5). */
export async function countUnsettledEvents(
  db: DbOrTx,
  params: { from: Date },
): Promise<{ ignored: number; parked: number }> {
  const [ignored] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.outcome, "ignored"), gte(stripeEvents.receivedAt, params.from)));
  const [parked] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(parkedEvents)
    .where(isNull(parkedEvents.settledAt));
  return { ignored: ignored?.count ?? 0, parked: parked?.count ?? 0 };
}
