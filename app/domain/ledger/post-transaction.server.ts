import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import type { Fen } from "../money.ts";
import type { LedgerAccountKind, LedgerTransactionKind } from "./ledger.ts";

export type LedgerAccountInput = {
  code: string;
  kind: LedgerAccountKind;
  name: string;
  /** The legal person that holds it; never the platform (S96). */
  legalPerson: string;
  regionCode: string | null;
  subjectId?: string | null;
};

/** Opens the account with this code if it is not there yet; an existing one stays as it is. */
export async function openLedgerAccount(db: DbOrTx, account: LedgerAccountInput): Promise<void> {
  await db.execute(sql`
    select open_ledger_account(${account.code}, ${account.kind}, ${account.name}, ${account.legalPerson},
      ${account.regionCode}, ${account.subjectId ?? null})`);
}

/** Public money is a lot per payer and year; its code is readable and unique, e.g. `plan:CODE:2016:payer`. */
export type PublicMoneyLot = { code: string; contributor: string };

export type LedgerPosting = {
  /** One posting per source; the same reference again changes nothing (A4). */
  reference: string;
  kind: LedgerTransactionKind;
  description: string;
  source: string;
  /**
   * Account codes with amounts in fen, debit positive, credit negative, and the lot each amount belongs to. The entries of each lot sum to
   * zero or PostgreSQL refuses the commit (A2, S98).
   */
  entries: readonly { accountCode: string; amountFen: Fen; lot: PublicMoneyLot }[];
};

/** Posts one balanced transaction of public money in one SQL call; lots are opened as needed. @throws when an account is missing or, at commit, when the entries do not balance. */
export async function postLedgerTransaction(db: DbOrTx, posting: LedgerPosting, actor: Actor, at: Date): Promise<void> {
  const codes = sql.join(
    posting.entries.map((entry) => sql`${entry.accountCode}`),
    sql`, `,
  );
  const lots = sql.join(
    posting.entries.map(
      ({ lot }) =>
        sql`open_ledger_lot(${lot.code}, 'public_money', null, ${lot.contributor}, false, ${at.toISOString()}::timestamptz)`,
    ),
    sql`, `,
  );
  const amounts = sql.join(
    posting.entries.map((entry) => sql`${entry.amountFen.toString()}::bigint`),
    sql`, `,
  );
  await db.execute(sql`
    select post_ledger_transaction(${posting.reference}, ${posting.kind}, ${posting.description}, ${posting.source},
      ${actorUserId(actor)}, ${at.toISOString()}::timestamptz, array[${codes}]::text[], array[${lots}]::uuid[], array[${amounts}]::bigint[])`);
}
