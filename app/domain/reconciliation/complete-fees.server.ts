import { and, eq, inArray, isNotNull, isNull, min, sql } from "drizzle-orm";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { settleDonation } from "../donations/settle-donation.server.ts";
import type { TheirMovement } from "./reconciliation.ts";

export type PaidMovement = TheirMovement & { paymentMethod: string | null };

/**
 * Posts what a page of the provider's movements tells and a message could not: the fee and way of payment of gifts, the fee of money in
 * suspense, and payouts to the charity's bank. One SQL call each; repeated, it changes nothing. Returns how many fees it posted.
 */
export async function completeFromMovements(
  db: Db,
  input: { charityId: string; accountId: string; movements: readonly PaidMovement[]; expectsLive: boolean },
  at: Date,
): Promise<number> {
  const payments = new Map(
    input.movements.flatMap((movement) =>
      movement.kind === "payment" && movement.paymentIntentId !== null ? [[movement.paymentIntentId, movement]] : [],
    ),
  );
  let posted = 0;
  for (const gift of await listGiftsWithoutFee(db, input.charityId, [...payments.keys()])) {
    const movement = payments.get(gift.paymentIntentId ?? "");
    if (movement === undefined) continue;
    const truth = {
      donationId: gift.id,
      sessionId: null,
      state: "paid" as const,
      paymentIntentId: gift.paymentIntentId,
      paymentMethod: movement.paymentMethod,
      amountFen: movement.amountFen,
      currency: movement.currency,
      isLive: input.expectsLive,
      accountId: input.accountId,
      feeFen: movement.feeFen,
      failureCode: null,
    };
    await settleDonation(db, truth, null, { expectsLive: input.expectsLive }, at);
    posted += 1;
  }
  posted += await postSuspenseFees(db, input.charityId, payments, at);
  for (const { id, kind, amountFen, at: movedAt } of input.movements) {
    if (kind !== "payout") continue;
    await db.execute(sql`
      select record_payout(${input.charityId}::uuid, ${id}, ${String(amountFen)}::bigint, ${movedAt.toISOString()}::timestamptz)`);
  }
  return posted;
}

function listGiftsWithoutFee(db: DbOrTx, charityId: string, paymentIntentIds: readonly string[]) {
  if (paymentIntentIds.length === 0) return [];
  return db
    .select({ id: donations.id, paymentIntentId: donations.paymentIntentId })
    .from(donations)
    .where(
      and(
        eq(donations.charityId, charityId),
        inArray(donations.paymentIntentId, [...paymentIntentIds]),
        isNull(donations.feeFen),
        isNotNull(donations.paidAt),
      ),
    );
}

/** Money in suspense: a gift that did not come as agreed, or the second payment of one. */
async function postSuspenseFees(
  db: Db,
  charityId: string,
  payments: ReadonlyMap<string, PaidMovement>,
  at: Date,
): Promise<number> {
  if (payments.size === 0) return 0;
  const ids = sql.join(
    [...payments.keys()].map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await db.execute<{ donation_id: string; payment_intent_id: string }>(sql`
    select gift.id as donation_id, payment.id as payment_intent_id
    from unnest(array[${ids}]::text[]) payment(id)
      join ledger_transactions movement on movement.kind = 'quarantine'
        and movement.reference in ('quarantine:' || payment.id,
          'quarantine:' || (select id from donations where payment_intent_id = payment.id))
      join donations gift on gift.id = split_part(movement.source, ':', 2)::uuid and gift.charity_id = ${charityId}::uuid
    where not exists (select from ledger_transactions fee where fee.reference = 'fee:' || payment.id)`);
  for (const row of rows) {
    const feeFen = payments.get(row.payment_intent_id)?.feeFen ?? 0n;
    await db.execute(sql`
      select post_suspense_fee(${row.donation_id}::uuid, ${row.payment_intent_id}, ${String(feeFen)}::bigint, ${at.toISOString()}::timestamptz)`);
  }
  return rows.length;
}

export type FeesToAsk = { charityId: string; accountId: string; from: Date };

/** Charities with gifts paid since then whose fee is not known yet, and from when on to ask the provider. */
export async function listFeesToAsk(db: DbOrTx, { since }: { since: Date }): Promise<FeesToAsk[]> {
  const rows = await db
    .select({ charityId: donations.charityId, accountId: organizations.stripeAccountId, from: min(donations.paidAt) })
    .from(donations)
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(
      and(
        isNull(donations.feeFen),
        eq(donations.channel, "online"),
        sql`${donations.paidAt} >= ${since.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(donations.charityId, organizations.stripeAccountId);
  return rows.flatMap(({ charityId, accountId, from }) =>
    accountId === null || from === null ? [] : [{ charityId, accountId, from }],
  );
}
