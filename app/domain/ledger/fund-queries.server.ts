import { and, asc, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { fundBudgets, funds } from "#db/schema/funds.server.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/ledger.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Fen } from "../money.ts";

export type Fund = {
  code: string;
  name: string;
  purposes: readonly string[];
  isOperating: boolean;
  source: string;
  placeName: string;
  /** The document's budget by year, oldest first. */
  budgets: readonly { year: number; amountFen: Fen }[];
  budgetFen: Fen;
  /** What was put into the fund, and what is still there, by the ledger. */
  postedFen: Fen;
  balanceFen: Fen;
  /** Below this it may not be spent; 0 where no document names one. */
  floorFen: Fen;
};

/** All earmarked funds with budgets and what the ledger holds (S97), gifts never among them. */
export async function listFunds(db: DbOrTx): Promise<Fund[]> {
  const rows = await db
    .select({
      id: funds.id,
      code: funds.code,
      name: funds.name,
      purposes: funds.purposes,
      isOperating: funds.isOperating,
      source: funds.source,
      floorFen: funds.floorFen,
      placeName: regions.shortName,
      posted: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}) filter (where ${ledgerEntries.amountFen} < 0), 0)::text`,
      balance: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}), 0)::text`,
    })
    .from(funds)
    .innerJoin(regions, eq(regions.code, funds.regionCode))
    .leftJoin(ledgerAccounts, and(eq(ledgerAccounts.subjectId, funds.id), eq(ledgerAccounts.kind, "fund")))
    .leftJoin(ledgerEntries, eq(ledgerEntries.accountId, ledgerAccounts.id))
    .groupBy(funds.id, regions.shortName)
    .orderBy(asc(funds.isOperating));
  const budgets = await db.select().from(fundBudgets).orderBy(asc(fundBudgets.year));
  return rows
    .map(({ id, posted, balance, ...fund }) => {
      const own = budgets.filter((budget) => budget.fundId === id);
      return {
        ...fund,
        budgets: own.map(({ year, amountFen }) => ({ year, amountFen })),
        budgetFen: own.reduce((sum, budget) => sum + budget.amountFen, 0n),
        postedFen: BigInt(posted),
        balanceFen: BigInt(balance),
      };
    })
    .sort((a, b) => (a.isOperating === b.isOperating ? (a.budgetFen < b.budgetFen ? 1 : -1) : a.isOperating ? 1 : -1));
}

/** One fund by its code, or null. */
export async function getFund(db: DbOrTx, params: { code: string }): Promise<Fund | null> {
  return (await listFunds(db)).find((fund) => fund.code === params.code) ?? null;
}
