import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import type { SettlingEvent } from "./provider-event.server.ts";
import type { ProviderTruth } from "./settle-donation.server.ts";

/** A page that was paid, as a signed message tells it. */
export type PaidPage = { truth: ProviderTruth & { state: "paid" }; event: SettlingEvent };

/**
 * Settles paid pages that arrived together in one SQL call, all or none of them. It takes the plain ones only (told as agreed, room in the need
 * for all of it) and returns the ids of the gifts it settled; the others are as they were and want `settleDonation`.
 * @param pages at most one of each gift
 */
export async function settlePaidTogether(
  db: Db,
  pages: readonly PaidPage[],
  options: { expectsLive: boolean },
  at: Date,
): Promise<ReadonlySet<string>> {
  const messages = pages.map(({ truth, event }) => ({
    event_id: event.id,
    event_type: event.type,
    donation_id: truth.donationId,
    session_id: truth.sessionId,
    payment_intent_id: truth.paymentIntentId,
    amount_fen: String(truth.amountFen),
    currency: truth.currency,
    is_live: truth.isLive,
    account_id: truth.accountId,
  }));
  const rows = await db.execute<{ id: string }>(sql`
    select unnest(settle_paid_together(${JSON.stringify(messages)}::text::jsonb, ${options.expectsLive}::boolean,
      ${at.toISOString()}::timestamptz)) as id`);
  return new Set(rows.map(({ id }) => id));
}
