import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { donations, stripeEvents } from "#db/schema/donations.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";

/** The message that made us look; recorded with its effect. */
export type SettlingEvent = { id: string; type: string };

/** Our gift behind a payment of the provider. */
export type GiftOfPayment = NonNullable<Awaited<ReturnType<typeof findGiftOfPayment>>>;

/** The gift a message is about: by the id we wrote into its metadata, or by its payment. Null: not ours, or not yet known by its payment. */
export async function findGiftOfPayment(
  db: DbOrTx,
  params: { donationId: string | null; paymentIntentId: string | null },
) {
  const isNamed = params.donationId !== null && isId(params.donationId);
  const condition = isNamed
    ? eq(donations.id, params.donationId ?? "")
    : eq(donations.paymentIntentId, params.paymentIntentId ?? "");
  if (!isNamed && params.paymentIntentId === null) return null;
  const [row] = await db
    .select({
      id: donations.id,
      state: donations.state,
      paidAt: donations.paidAt,
      feeFen: donations.feeFen,
      checkoutSessionId: donations.checkoutSessionId,
      checkoutAttempt: donations.checkoutAttempt,
      paymentIntentId: donations.paymentIntentId,
      accountId: organizations.stripeAccountId,
    })
    .from(donations)
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(condition);
  return row ?? null;
}

/** Whether an account of the provider belongs to a charity here; messages about others are none of our business. */
export async function isCharityAccount(db: DbOrTx, params: { accountId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.stripeAccountId, params.accountId))
    .limit(1);
  return row !== undefined;
}

/**
 * Whether this very message was settled before: it is recorded in the call that does the last of what it tells (B3), so its copies have
 * nothing to add. One that was none of our business then is looked at again: it may be by now.
 */
export async function wasEventSettled(db: DbOrTx, params: { eventId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.id, params.eventId), notInArray(stripeEvents.outcome, ["ignored", "other_account"])));
  return row !== undefined;
}

/** Of these messages the ones that were settled before, in one question. */
export async function listSettledEvents(
  db: DbOrTx,
  { eventIds }: { eventIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from stripe_events where outcome not in ('ignored', 'other_account')
      and id = any (array(select json_array_elements_text(${JSON.stringify(eventIds)}::text::json)))`);
  return new Set(rows.map(({ id }) => id));
}

/** A message of the provider as we keep it: its ids, never its body. */
export type KeptEvent = {
  id: string;
  type: string;
  accountId: string | null;
  isLive: boolean;
  objectId: string | null;
};

/** Records a message that changed nothing, once (B5: counted by its outcome). */
export async function recordProviderEvent(db: Db, event: KeptEvent, outcome: string, at: Date): Promise<void> {
  await db.execute(sql`
    select record_provider_event(${event.id}::text, ${event.type}::text, ${event.accountId}::text, ${event.isLive}::boolean,
      ${event.objectId}::text, ${outcome}::text, ${at.toISOString()}::timestamptz)`);
}

/** After so many tries the message is ours to settle, staff hear of it, and the provider need not send it again (B5). */
const alarmAfterTries = 5;

/** Keeps a message that could not be settled; true when it has failed so often that it is parked and staff were told. */
export async function parkProviderEvent(
  db: Db,
  event: KeptEvent & { hints: Readonly<Record<string, string>> },
  code: string,
  at: Date,
): Promise<boolean> {
  const rows = await db.execute<{ tried: number }>(sql`
    select park_provider_event(${event.id}::text, ${event.type}::text, ${event.accountId}::text, ${event.isLive}::boolean,
      ${event.objectId}::text, ${JSON.stringify(event.hints)}::jsonb, ${code}::text, ${alarmAfterTries}::integer,
      ${at.toISOString()}::timestamptz) as tried`);
  return (rows[0]?.tried ?? 0) >= alarmAfterTries;
}
