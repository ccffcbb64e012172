import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { ledgerAccountKinds } from "../ledger/ledger.ts";
import { assetLineKeys, type BookLineKey, type Books, type BooksMonth, bookLineOf } from "./books.ts";

const fen = z.string().transform(BigInt);

/** Entries of the charity's lots: its gifts, its own money and its payouts. Public money is not in its books. */
export function entriesOfCharity(charityId: string): SQL {
  return sql`
    select entry.id, entry.amount_fen, entry.account_id, entry.transaction_id, lot.code as lot_code, lot.donation_id
    from ledger_lots lot join ledger_entries entry on entry.lot_id = lot.id
    where lot.donation_id in (select id from donations where charity_id = ${charityId}::uuid)
      or lot.code in (${`own_money:${charityId}`}, ${`payouts:${charityId}`})`;
}

/**
 * Suppliers and households are paid by bank transfer: what the ledger takes off any account of the charity for them has left the bank. The
 * ledger credits the account each gift came into; what was posted before it did so was all credited at the provider's account. Here both
 * read alike, so that an old payment is never posted anew.
 */
const leavesBank = sql`movement.kind in ('disbursement_paid', 'disbursement_returned')`;

const lineShape = z.object({ kind: z.enum(ledgerAccountKinds), is_bank: z.boolean(), fen });

/** The balance of a charity today. */
export async function getBooks(db: DbOrTx, { charityId }: { charityId: string }): Promise<Books> {
  const rows = await db.execute(sql`
    with own as (${entriesOfCharity(charityId)})
    select account.kind, account.kind = 'charity_clearing' and (account.code like '%:bank' or ${leavesBank}) as is_bank,
      sum(own.amount_fen)::text as fen
    from own join ledger_accounts account on account.id = own.account_id join ledger_transactions movement on movement.id = own.transaction_id
    group by 1, 2`);
  const books: Record<BookLineKey, bigint> = {
    at_provider: 0n,
    at_bank: 0n,
    disputed: 0n,
    fees: 0n,
    losses: 0n,
    needs: 0n,
    pools: 0n,
    refunds: 0n,
    suspense: 0n,
    recipients: 0n,
    own: 0n,
  };
  for (const row of rows.map((one) => lineShape.parse(one))) {
    const key = row.is_bank ? "at_bank" : bookLineOf(row.kind);
    books[key] += assetLineKeys.includes(key) ? row.fen : -row.fen;
  }
  return books;
}

const monthShape = z.object({
  month: z.string(),
  given: fen,
  refunded: fen,
  disputed: fen,
  paid_out: fen,
  fees: fen,
  own: fen,
  moved: fen,
});

/** Month by month, oldest first: each month's figures lead from the last balance to the next. */
export async function listBooksMonths(db: DbOrTx, { charityId }: { charityId: string }): Promise<BooksMonth[]> {
  const sumOf = (sign: SQL, kinds: SQL) =>
    sql`coalesce(sum(${sign} own.amount_fen) filter (where movement.kind in (${kinds})), 0)::text`;
  const rows = await db.execute(sql`
    with own as (${entriesOfCharity(charityId)})
    select to_char(movement.at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
      ${sumOf(sql``, sql`'donation', 'quarantine'`)} as given,
      ${sumOf(sql`-`, sql`'refund_paid', 'refund_failed'`)} as refunded,
      ${sumOf(sql`-`, sql`'dispute_opened', 'dispute_won'`)} as disputed,
      ${sumOf(sql`-`, sql`'disbursement_paid', 'disbursement_returned'`)} as paid_out,
      ${sumOf(sql`-`, sql`'fee'`)} as fees, ${sumOf(sql``, sql`'own_money'`)} as own,
      sum(own.amount_fen)::text as moved
    from own join ledger_accounts account on account.id = own.account_id and account.kind = 'charity_clearing'
      join ledger_transactions movement on movement.id = own.transaction_id
    group by 1 order by 1`);
  let balanceFen = 0n;
  return rows
    .map((row) => monthShape.parse(row))
    .map((row) => {
      balanceFen += row.moved;
      return {
        month: row.month,
        givenFen: row.given,
        refundedFen: row.refunded,
        disputedFen: row.disputed,
        paidOutFen: row.paid_out,
        feesFen: row.fees,
        ownFen: row.own,
        balanceFen,
      };
    });
}

const accountShape = z.object({
  id: z.string(),
  kind: z.enum(ledgerAccountKinds),
  name: z.string(),
  code: z.string().nullable(),
  fen,
});
export type PurposeBalance = {
  id: string;
  kind: (typeof ledgerAccountKinds)[number];
  name: string;
  needCode: string | null;
  heldFen: bigint;
};

/** What each need and pool still has of this charity's money, the largest first; those that are even are left out. */
export async function listPurposeBalances(db: DbOrTx, { charityId }: { charityId: string }): Promise<PurposeBalance[]> {
  const rows = await db.execute(sql`
    with own as (${entriesOfCharity(charityId)})
    select account.id, account.kind, account.name, need.public_code as code, (-sum(own.amount_fen))::text as fen
    from own join ledger_accounts account on account.id = own.account_id
        and account.kind in ('need', 'village_pool', 'household_pool', 'category_pool', 'suspense', 'refund_payable')
      left join needs need on account.kind = 'need' and need.id = account.subject_id
    group by account.id, need.public_code having sum(own.amount_fen) <> 0 order by sum(own.amount_fen), account.code`);
  return rows
    .map((row) => accountShape.parse(row))
    .map(({ code, fen: heldFen, ...row }) => ({ ...row, needCode: code, heldFen }));
}

export type FeeState = { knownCount: number; openCount: number; openFen: bigint };

/** Online gifts whose fee the provider has told, and those still waiting for it. */
export async function getFeeState(db: DbOrTx, { charityId }: { charityId: string }): Promise<FeeState> {
  const [row] = await db.execute<{ known: number; open: number; fen: string }>(sql`
    select (count(*) filter (where fee_fen is not null))::int as known, (count(*) filter (where fee_fen is null))::int as open,
      coalesce(sum(amount_fen) filter (where fee_fen is null), 0)::text as fen
    from donations where charity_id = ${charityId}::uuid and channel = 'online' and paid_at is not null`);
  return { knownCount: row?.known ?? 0, openCount: row?.open ?? 0, openFen: BigInt(row?.fen ?? "0") };
}
