import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import type { CheckResult } from "./finding.ts";
import { compare } from "./ledger-checks.server.ts";

/**
 * Q19: the lines and postings of a pairing are equal to the fen, each line and each posting is in one pairing only, and each charity's paired
 * lines sum to its paired postings. What is not paired is no fault of the books: the charity's pages list it as a difference.
 */
export function checkBankPairings(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "bank_pairings",
    sql`with live as (
          select pair.pairing_id, pair.charity_id, pair.line_id, pair.transaction_id, movement.sequence
          from bank_matches pair join ledger_transactions movement on movement.id = pair.transaction_id where pair.undone_at is null),
        line_side as (
          select one.pairing_id, sum(line.amount_fen) as fen
          from (select distinct pairing_id, line_id from live) one join bank_lines line on line.id = one.line_id group by 1),
        booking_side as (
          select one.pairing_id, one.charity_id, min(one.sequence) as sequence,
            sum(coalesce(bank_booking_fen(one.charity_id, one.transaction_id), 0)) as fen
          from (select distinct pairing_id, charity_id, transaction_id, sequence from live) one group by 1, 2),
        paired as (
          select booking_side.*, coalesce(line_side.fen, 0) as line_fen from booking_side left join line_side using (pairing_id))
        select '#' || sequence as subject, fen::text as expected, line_fen::text as actual from paired
        union all
        select '#' || min(sequence), '1', count(distinct pairing_id)::text from live group by transaction_id
        union all
        select 'line ' || line.position, '1', count(distinct live.pairing_id)::text
        from live join bank_lines line on line.id = live.line_id group by line.id
        union all
        select charity.name, coalesce(sum(fen), 0)::text, coalesce(sum(line_fen), 0)::text
        from organizations charity left join paired on paired.charity_id = charity.id where charity.kind = 'charity' group by charity.id`,
  );
}
