import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import type { OurMovement } from "./reconciliation.ts";

const rowShape = z.object({
  key: z.string(),
  fen: z.string().transform(BigInt),
  fee: z.string().transform(BigInt).nullable(),
  at: z.coerce.date(),
  is_due: z.boolean(),
});

/**
 * Our side of the comparison: what was posted on the charity's account at the provider since then, by the provider's ids, and refunds that
 * are on their way. Payments to suppliers leave the charity's bank, not the provider, so they are none of it. Money that waits in suspense
 * counts like a gift; what it cost is known only once its fee is posted.
 */
export async function listClearingMovements(
  db: DbOrTx,
  { charityId, since }: { charityId: string; since: Date },
): Promise<OurMovement[]> {
  const rows = await db.execute(sql`
    with moved as (${movedSince(charityId, since)})
    select 'payment:' || coalesce(gift.payment_intent_id, '?') as key, moved.fen::text as fen, gift.fee_fen::text as fee, moved.at, true as is_due
      from moved join donations gift on moved.kind = 'donation' and gift.id = moved.row_id
    union all
    select 'payment:' || case when split_part(moved.reference, ':', 2) = gift.id::text then coalesce(gift.payment_intent_id, '?')
        else split_part(moved.reference, ':', 2) end, moved.fen::text, ${quarantineFee}, moved.at, true
      from moved join donations gift on moved.kind = 'quarantine' and gift.id = moved.row_id
    union all
    select case moved.kind when 'refund_paid' then 'refund:' else 'refund_failure:' end || coalesce(refund.provider_refund_id, 'row:' || refund.id),
        moved.fen::text, '0', moved.at, true
      from moved join refunds refund on moved.kind in ('refund_paid', 'refund_failed') and refund.id = moved.row_id
    union all
    select case moved.kind when 'dispute_opened' then 'dispute:' else 'dispute_reversal:' end || split_part(moved.reference, ':', 2),
        moved.fen::text, case moved.kind when 'dispute_opened' then ${disputeFee} end, moved.at, true
      from moved where moved.kind in ('dispute_opened', 'dispute_won')
    union all
    select 'payout:' || split_part(moved.reference, ':', 2), moved.fen::text, '0', moved.at, true from moved where moved.kind = 'payout'
    union all
    ${refundsUnderWay(charityId, since)}`);
  return rows
    .map((row) => rowShape.parse(row))
    .map(({ key, fen, fee, at, is_due }) => ({ key, amountFen: fen, feeFen: fee, at, isDue: is_due }));
}

/** Row ids are in the reference, those of suspense money in the source. */
function movedSince(charityId: string, since: Date): SQL {
  return sql`
    select movement.reference, movement.kind, movement.at, sum(entry.amount_fen) as fen,
      case when movement.kind in ('donation', 'refund_paid', 'refund_failed') then split_part(movement.reference, ':', 2)::uuid
        when movement.kind = 'quarantine' then split_part(movement.source, ':', 2)::uuid end as row_id
    from ledger_accounts account
      join ledger_entries entry on entry.account_id = account.id
      join ledger_transactions movement on movement.id = entry.transaction_id
    where account.code = ${`charity:${charityId}:clearing`} and movement.at >= ${since.toISOString()}::timestamptz
      and movement.kind in ('donation', 'quarantine', 'refund_paid', 'refund_failed', 'dispute_opened', 'dispute_won', 'payout')
    group by movement.id`;
}

const quarantineFee = sql`(select sum(entry.amount_fen)::text from ledger_transactions fee
  join ledger_entries entry on entry.transaction_id = fee.id and entry.amount_fen > 0
  where fee.reference = 'fee:' || case when split_part(moved.reference, ':', 2) = gift.id::text then gift.payment_intent_id
    else split_part(moved.reference, ':', 2) end)`;

const disputeFee = sql`(select coalesce(sum(entry.amount_fen), 0)::text from ledger_transactions fee
  join ledger_entries entry on entry.transaction_id = fee.id
  join ledger_accounts account on account.id = entry.account_id and account.kind = 'fees'
  where fee.source = 'dispute:' || split_part(moved.reference, ':', 2))`;

/** The provider takes a refund's money when it begins, we post it when it has arrived; a failed one comes back. */
function refundsUnderWay(charityId: string, since: Date): SQL {
  return sql`
    select step.kind || coalesce(refund.provider_refund_id, 'row:' || refund.id), (step.sign * refund.amount_fen)::text, '0', refund.updated_at, false
    from refunds refund join donations gift on gift.id = refund.donation_id and gift.charity_id = ${charityId}::uuid
      cross join (values ('refund:', -1, 'any'), ('refund_failure:', 1, 'failed')) step(kind, sign, state)
    where refund.updated_at >= ${since.toISOString()}::timestamptz and refund.state in ('approved', 'pending', 'failed')
      and (step.state = 'any' or refund.state = step.state)`;
}
