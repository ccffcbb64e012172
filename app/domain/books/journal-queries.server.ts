import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { ledgerAccountKinds, ledgerTransactionKinds } from "../ledger/ledger.ts";
import { entriesOfCharity } from "./books-queries.server.ts";

const lineShape = z.object({
  id: z.coerce.bigint(),
  sequence: z.coerce.bigint(),
  at: z.coerce.date(),
  kind: z.enum(ledgerTransactionKinds),
  lot: z.string(),
  document: z.string(),
  provider_id: z.string(),
  account_kind: z.enum(ledgerAccountKinds),
  account_name: z.string(),
  legal_person: z.string(),
  fen: z.string().transform(BigInt),
});
export type JournalLine = z.output<typeof lineShape>;

export type JournalPeriod = { fromDay: string; toDay: string };

/**
 * The charity's journal of a period (days in China, both included), in the order it was posted, in batches: one line per entry with its lot, the
 * number of its document (receipt, bank document, invoice) and the provider's id. No names of donors.
 */
export async function* readJournal(
  db: DbOrTx,
  { charityId, period, batchSize }: { charityId: string; period: JournalPeriod; batchSize: number },
): AsyncGenerator<JournalLine[], void> {
  let after = 0n;
  for (;;) {
    const rows = await db.execute(sql`
      with own as (${entriesOfCharity(charityId)})
      select own.id::text, movement.sequence::text, movement.at, movement.kind, own.lot_code as lot, account.kind as account_kind,
        account.name as account_name, account.legal_person, own.amount_fen::text as fen, ${documentOf} as document, ${providerIdOf} as provider_id
      from own join ledger_accounts account on account.id = own.account_id
        join ledger_transactions movement on movement.id = own.transaction_id
        left join donations gift on gift.id = own.donation_id
      where own.id > ${after.toString()}::bigint and movement.at >= (${period.fromDay}::timestamp at time zone 'Asia/Shanghai')
        and movement.at < ((${period.toDay}::date + 1)::timestamp at time zone 'Asia/Shanghai')
      order by own.id limit ${batchSize}`);
    if (rows.length === 0) return;
    const lines = rows.map((row) => lineShape.parse(row));
    yield lines;
    after = lines.at(-1)?.id ?? after;
  }
}

/** Of a payment its own code and invoice, of a bank transfer its document, of own money its document, of a gift its receipts. */
const documentOf = sql`case split_part(movement.source, ':', 1)
  when 'disbursement' then coalesce((select concat_ws(' ', paid.public_code, paid.invoice_number) from disbursements paid
    where paid.id = split_part(movement.source, ':', 2)::uuid), '')
  when 'own_money' then coalesce((select paid.document_number from own_money paid where paid.id = split_part(movement.source, ':', 2)::uuid), '')
  when 'offline_gift' then coalesce((select concat_ws(' ', outside.document_number, gift.receipt_number) from offline_gifts outside
    where outside.id = split_part(movement.source, ':', 2)::uuid), '')
  when 'payout' then ''
  else concat_ws(' ', gift.receipt_number, (select official.number from official_receipts official where official.donation_id = gift.id
    order by official.recorded_at desc, official.id limit 1)) end`;

const providerIdOf = sql`coalesce(case
  when movement.kind in ('payout', 'dispute_opened', 'dispute_won', 'dispute_lost') then split_part(movement.reference, ':', 2)
  when movement.kind in ('refund', 'refund_paid', 'refund_failed') then (select refund.provider_refund_id from refunds refund
    where refund.id::text = split_part(movement.reference, ':', 2))
  when movement.kind in ('donation', 'fee') then gift.payment_intent_id
  when movement.kind = 'quarantine' and split_part(movement.reference, ':', 2) <> gift.id::text then split_part(movement.reference, ':', 2)
  when movement.kind = 'quarantine' then gift.payment_intent_id end, '')`;
