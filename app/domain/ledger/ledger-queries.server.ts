import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import type { Fen } from "../money.ts";
import type { LedgerAccountKind } from "./ledger.ts";

/**
 * The one source of every total that any page shows (A11): sums over entries, never over donations or needs. bigint sums come back as
 * text from the driver, hence `BigInt(…)`.
 */
const entrySum = sql<string>`coalesce(sum(${ledgerEntries.amountFen}), 0)::text`;

export type AccountKindTotal = { kind: LedgerAccountKind; balanceFen: Fen; accountCount: number };

/** Balance of every kind of account in fen: debit positive. All of them sum to zero. */
export async function listTotalsByAccountKind(db: DbOrTx): Promise<AccountKindTotal[]> {
  const rows = await db
    .select({
      kind: ledgerAccounts.kind,
      balance: entrySum,
      accountCount: sql<number>`count(distinct ${ledgerAccounts.id})::int`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .groupBy(ledgerAccounts.kind)
    .orderBy(asc(ledgerAccounts.kind));
  return rows.map(({ balance, ...row }) => ({ ...row, balanceFen: BigInt(balance) }));
}

export type Holding = {
  accountId: string;
  name: string;
  legalPerson: string;
  kind: LedgerAccountKind;
  balanceFen: Fen;
};

/** Where money lies and who holds it (S96): custody and charity accounts by name. The platform has no account. */
export async function listHoldings(db: DbOrTx): Promise<Holding[]> {
  const rows = await db
    .select({
      accountId: ledgerAccounts.id,
      name: ledgerAccounts.name,
      legalPerson: ledgerAccounts.legalPerson,
      kind: ledgerAccounts.kind,
      balance: entrySum,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(inArray(ledgerAccounts.kind, ["custody", "charity_clearing"]))
    .groupBy(ledgerAccounts.id)
    .orderBy(asc(ledgerAccounts.kind), asc(ledgerAccounts.code));
  return rows.map(({ balance, ...row }) => ({ ...row, balanceFen: BigInt(balance) }));
}

export type GiftTotals = {
  /** Gifts that reached a charity's account, less refunds. */
  givenFen: Fen;
  giftCount: number;
  /** Paid to suppliers and households. */
  paidOutFen: Fen;
  /** Channel fees, carried by the charities. */
  feesFen: Fen;
  /** Still held for needs and village pools. */
  heldFen: Fen;
};

/** Gifts and what became of them. `givenFen = paidOutFen + heldFen`: fees are the charity's own expense, posted apart (A8). */
export async function getGiftTotals(db: DbOrTx): Promise<GiftTotals> {
  const ofAccount = (...kinds: LedgerAccountKind[]) => inArray(ledgerAccounts.kind, kinds);
  const sumWhere = (condition: ReturnType<typeof and>) =>
    sql<string>`coalesce(sum(${ledgerEntries.amountFen}) filter (where ${condition}), 0)::text`;
  const purposes = ofAccount("need", "village_pool", "suspense");
  const [row] = await db
    .select({
      given: sumWhere(and(purposes, inArray(ledgerTransactions.kind, ["donation", "refund", "quarantine"]))),
      paidOut: sumWhere(and(purposes, eq(ledgerTransactions.kind, "disbursement"))),
      fees: sumWhere(ofAccount("fees")),
      held: sumWhere(purposes),
      giftCount: sql<number>`count(distinct ${ledgerTransactions.id}) filter (where ${eq(ledgerTransactions.kind, "donation")})::int`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId));
  return {
    givenFen: -BigInt(row?.given ?? 0),
    giftCount: row?.giftCount ?? 0,
    paidOutFen: BigInt(row?.paidOut ?? 0),
    feesFen: BigInt(row?.fees ?? 0),
    heldFen: -BigInt(row?.held ?? 0),
  };
}
