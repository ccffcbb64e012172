import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { fundingTransactionKinds, type LedgerTransactionKind } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";

export type FundLot = {
  code: string;
  contributor: string | null;
  openedAt: Date;
  paidInFen: Fen;
  spentFen: Fen;
  /** Of all lots of a fund these sum to its balance (D5). */
  remainingFen: Fen;
};

/** The lots of a fund, oldest first: who paid in, what was spent of it, what is left. */
export async function listFundLots(db: DbOrTx, params: { fundCode: string }): Promise<FundLot[]> {
  const rows = await db
    .select({
      code: ledgerLots.code,
      contributor: ledgerLots.contributor,
      openedAt: ledgerLots.openedAt,
      paidIn: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}) filter (where ${ledgerEntries.amountFen} < 0), 0)::text`,
      spent: sql<string>`coalesce(sum(${ledgerEntries.amountFen}) filter (where ${ledgerEntries.amountFen} > 0), 0)::text`,
      remaining: sql<string>`(-sum(${ledgerEntries.amountFen}))::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
    .where(eq(ledgerAccounts.code, `fund:${params.fundCode}`))
    .groupBy(ledgerLots.id)
    .orderBy(asc(ledgerLots.sequence));
  return rows.map(({ paidIn, spent, remaining, ...row }) => ({
    ...row,
    paidInFen: BigInt(paidIn),
    spentFen: BigInt(spent),
    remainingFen: BigInt(remaining),
  }));
}

/** One contributor's part of a need at every stage (各记其功, S98); `givenFen = paidFen + heldFen`. */
export type NeedLot = { code: string; givenFen: Fen; paidFen: Fen; confirmedFen: Fen; heldFen: Fen };
export type NeedLots = { lots: readonly NeedLot[]; total: Omit<NeedLot, "code"> & { count: number } };

/**
 * The lots of a need, oldest first, one page of them, and their totals over all pages. No names: a lot's code is known to its donor.
 * `page` starts at 1.
 */
export async function listNeedLots(
  db: DbOrTx,
  params: { needId: string; page: number; pageSize: number },
): Promise<NeedLots> {
  const isOfNeed = eq(ledgerAccounts.code, `need:${params.needId}`);
  const [totals] = await selectStages(db).where(isOfNeed);
  const rows = await selectStages(db)
    .where(isOfNeed)
    .groupBy(ledgerLots.id)
    .orderBy(asc(ledgerLots.sequence))
    .limit(params.pageSize)
    .offset((params.page - 1) * params.pageSize);
  const stagesOf = (row: (typeof rows)[number] | undefined) => ({
    givenFen: BigInt(row?.given ?? 0),
    paidFen: BigInt(row?.paid ?? 0),
    confirmedFen: BigInt(row?.confirmed ?? 0),
    heldFen: BigInt(row?.held ?? 0),
  });
  return {
    lots: rows.map((row) => ({ code: row.code, ...stagesOf(row) })),
    total: { ...stagesOf(totals), count: totals?.count ?? 0 },
  };
}

function selectStages(db: DbOrTx) {
  const sumOf = (sign: SQL, kinds: readonly LedgerTransactionKind[], more: SQL = sql`true`) =>
    sql<string>`coalesce(sum(${sign} ${ledgerEntries.amountFen}) filter (where ${inArray(ledgerTransactions.kind, [...kinds])} and ${more}), 0)::text`;
  return db
    .select({
      code: sql<string>`min(${ledgerLots.code})`,
      count: sql<number>`count(distinct ${ledgerLots.id})::int`,
      given: sumOf(sql`-`, fundingTransactionKinds),
      paid: sumOf(sql``, ["disbursement", "disbursement_returned"]),
      confirmed: sumOf(sql``, ["disbursement"], eq(disbursements.state, "confirmed")),
      held: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}), 0)::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
    .leftJoin(
      disbursements,
      and(
        inArray(ledgerTransactions.kind, ["disbursement", "disbursement_returned"]),
        eq(ledgerTransactions.source, sql`'disbursement:' || ${disbursements.id}`),
      ),
    )
    .$dynamic();
}

export type PaymentShare = { code: string; contributor: string | null; amountFen: Fen };

/** What each lot paid of one posting (`disbursement_paid:ID`, `fund_spending:ID`), oldest lot first; they sum to the payment. */
export async function listPaymentShares(db: DbOrTx, params: { reference: string }): Promise<PaymentShare[]> {
  const rows = await db
    .select({
      code: ledgerLots.code,
      contributor: ledgerLots.contributor,
      amount: sql<string>`sum(${ledgerEntries.amountFen}) filter (where ${ledgerEntries.amountFen} > 0)::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
    .where(eq(ledgerTransactions.reference, params.reference))
    .groupBy(ledgerLots.id)
    .orderBy(asc(ledgerLots.sequence));
  return rows.map(({ amount, ...row }) => ({ ...row, amountFen: BigInt(amount) }));
}
