import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Fen } from "../money.ts";
import {
  fundingTransactionKinds,
  type LedgerAccountKind,
  type LedgerTransactionKind,
  purposeAccountKinds,
} from "./ledger.ts";

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

/**
 * Where money lies and who holds it (S96): custody and charity accounts by name. The platform has no account. A charity's accounts at the
 * provider and at its bank are one line: the provider pays out to the bank whenever it likes, and suppliers are paid from there.
 */
export async function listHoldings(db: DbOrTx): Promise<Holding[]> {
  const holder = sql`case when ${ledgerAccounts.kind} = 'charity_clearing' then coalesce(${ledgerAccounts.subjectId}, ${ledgerAccounts.id}) else ${ledgerAccounts.id} end`;
  const rows = await db
    .select({
      accountId: sql<string>`min(${ledgerAccounts.id}::text)`,
      name: sql<string>`coalesce(min(${ledgerAccounts.name}) filter (where ${ledgerAccounts.code} like '%:clearing'), min(${ledgerAccounts.name}))`,
      legalPerson: ledgerAccounts.legalPerson,
      kind: ledgerAccounts.kind,
      balance: entrySum,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(inArray(ledgerAccounts.kind, ["custody", "charity_clearing"]))
    .groupBy(holder, ledgerAccounts.legalPerson, ledgerAccounts.kind)
    .orderBy(asc(ledgerAccounts.kind), sql`min(${ledgerAccounts.code})`);
  return rows.map(({ balance, ...row }) => ({ ...row, balanceFen: BigInt(balance) }));
}

export type FlowTotals = {
  givenFen: Fen;
  paidOutFen: Fen;
  feesFen: Fen;
  /** Public money put in: contributions of a plan and budgets of funds. */
  publicFen: Fen;
  /** Public money spent out of funds. */
  publicSpentFen: Fen;
};

/** The four flows as sums of entries, each counted on the side where the purpose, the channel or the public account stands. */
export function flowSums() {
  const sumOf = (kinds: readonly LedgerTransactionKind[], accounts: readonly LedgerAccountKind[], sign: SQL) =>
    sql<string>`coalesce(sum(${sign} ${ledgerEntries.amountFen}) filter (where ${and(
      inArray(ledgerTransactions.kind, [...kinds]),
      inArray(ledgerAccounts.kind, [...accounts]),
    )}), 0)::text`;
  const purposes = purposeAccountKinds;
  return {
    given: sumOf([...fundingTransactionKinds, "quarantine"], purposes, sql`-`),
    paidOut: sumOf(["disbursement", "disbursement_returned"], purposes, sql``),
    fees: sumOf(["fee"], ["fees"], sql``),
    public: sumOf(["appropriation", "fund_budget"], ["custody"], sql``),
    publicSpent: sumOf(["fund_spending"], ["fund"], sql``),
  };
}

function flowsOf(row: {
  given: string;
  paidOut: string;
  fees: string;
  public: string;
  publicSpent: string;
}): FlowTotals {
  return {
    givenFen: BigInt(row.given),
    paidOutFen: BigInt(row.paidOut),
    feesFen: BigInt(row.fees),
    publicFen: BigInt(row.public),
    publicSpentFen: BigInt(row.publicSpent),
  };
}

/** Flows by calendar year in China, oldest first (S115): they sum to the flows of the whole ledger. */
export async function listYearTotals(db: DbOrTx): Promise<(FlowTotals & { year: number })[]> {
  const year = sql<number>`extract(year from ${ledgerTransactions.at} at time zone 'Asia/Shanghai')::int`.as("year");
  const rows = await db
    .select({ year, ...flowSums() })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .groupBy(sql`year`)
    .orderBy(sql`year`);
  return rows.map((row) => ({ year: row.year, ...flowsOf(row) }));
}

/** Gifts and payments by village, the village with the most gifts first (S115). */
export async function listVillageTotals(
  db: DbOrTx,
): Promise<(Pick<FlowTotals, "givenFen" | "paidOutFen"> & { regionCode: string; name: string })[]> {
  const { given, paidOut } = flowSums();
  const rows = await db
    .select({ regionCode: regions.code, name: regions.shortName, given, paidOut })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(regions, eq(regions.code, ledgerAccounts.regionCode))
    .where(inArray(ledgerAccounts.kind, ["need", "village_pool", "household_pool"]))
    .groupBy(regions.code)
    .orderBy(asc(regions.code));
  return rows
    .map((row) => ({
      regionCode: row.regionCode,
      name: row.name,
      givenFen: BigInt(row.given),
      paidOutFen: BigInt(row.paidOut),
    }))
    .sort((a, b) => (a.givenFen === b.givenFen ? 0 : a.givenFen < b.givenFen ? 1 : -1));
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
  const { given, paidOut, fees } = flowSums();
  const [row] = await db
    .select({
      given,
      paidOut,
      fees,
      held: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}) filter (where ${inArray(ledgerAccounts.kind, [...purposeAccountKinds])}), 0)::text`,
      giftCount: sql<number>`count(distinct ${ledgerTransactions.id}) filter (where ${eq(ledgerTransactions.kind, "donation")})::int`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId));
  return {
    givenFen: BigInt(row?.given ?? 0),
    giftCount: row?.giftCount ?? 0,
    paidOutFen: BigInt(row?.paidOut ?? 0),
    feesFen: BigInt(row?.fees ?? 0),
    heldFen: BigInt(row?.held ?? 0),
  };
}

/**
 * What gifts paid of the charities' operating cost (S103), less what came back; only gifts whose donors agreed can pay any. In fen, by the
 * ledger.
 */
export async function getOperatingCost(db: DbOrTx): Promise<Fen> {
  const [row] = await db
    .select({ paid: entrySum })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(disbursements, eq(ledgerTransactions.source, sql`'disbursement:' || ${disbursements.id}`))
    .where(
      and(
        inArray(ledgerTransactions.kind, ["disbursement", "disbursement_returned"]),
        inArray(ledgerAccounts.kind, [...purposeAccountKinds]),
        eq(disbursements.costKind, "operating"),
      ),
    );
  return BigInt(row?.paid ?? 0);
}
