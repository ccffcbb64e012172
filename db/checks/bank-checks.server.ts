import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import type { CheckResult } from "./finding.ts";
import { compare } from "./ledger-checks.server.ts";

/**
 * Q19: a line of the bank that a person paired with a posting is equal to it to the fen, and each charity's paired lines sum to its paired
 * postings. What is not paired is no fault of the books: the charity's pages list it as a difference.
 */
export function checkBankPairings(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "bank_pairings",
    sql`with paired as (
          select pair.charity_id, movement.sequence, line.amount_fen as line_fen,
            coalesce(bank_booking_fen(pair.charity_id, pair.transaction_id), 0) as booking_fen
          from bank_matches pair join bank_lines line on line.id = pair.line_id
            join ledger_transactions movement on movement.id = pair.transaction_id
          where pair.undone_at is null)
        select '#' || sequence as subject, booking_fen::text as expected, line_fen::text as actual from paired
        union all
        select charity.name, coalesce(sum(booking_fen), 0)::text, coalesce(sum(line_fen), 0)::text
        from organizations charity left join paired on paired.charity_id = charity.id where charity.kind = 'charity' group by charity.id`,
  );
}
