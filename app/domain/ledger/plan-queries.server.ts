import { and, asc, eq, like, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { planBudgetLines } from "#db/schema/funds.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Fen } from "../money.ts";

export type PlanLine = {
  line: string;
  year: number | null;
  payer: string;
  perPersonFen: Fen;
  personCount: number;
  /** What the document says. */
  amountFen: Fen;
  /** What the ledger's entries sum to. */
  postedFen: Fen;
};

export type PlanComparison = {
  planCode: string;
  source: string;
  placeName: string;
  total: PlanLine;
  payers: readonly PlanLine[];
  countyByYear: readonly PlanLine[];
  townByYear: readonly PlanLine[];
  isEqual: boolean;
};

/** The plans that have budget lines, oldest first. */
export async function listPlanCodes(db: DbOrTx): Promise<string[]> {
  const rows = await db
    .selectDistinct({ planCode: planBudgetLines.planCode })
    .from(planBudgetLines)
    .orderBy(asc(planBudgetLines.planCode));
  return rows.map((row) => row.planCode);
}

/**
 * A plan's document beside the ledger, line by line (S94, S95, D12). A line whose payer has an account of its own name is compared with
 * that account; the line of several payers together (the county side) with all accounts that have no share of their own.
 */
export async function getPlanComparison(db: DbOrTx, params: { planCode: string }): Promise<PlanComparison | null> {
  const lines = await db
    .select({
      line: planBudgetLines.line,
      year: planBudgetLines.year,
      payer: planBudgetLines.payer,
      perPersonFen: planBudgetLines.perPersonFen,
      personCount: planBudgetLines.personCount,
      amountFen: planBudgetLines.amountFen,
      source: planBudgetLines.source,
      placeName: regions.shortName,
    })
    .from(planBudgetLines)
    .innerJoin(regions, eq(regions.code, planBudgetLines.regionCode))
    .where(eq(planBudgetLines.planCode, params.planCode))
    .orderBy(asc(planBudgetLines.year), asc(planBudgetLines.line));
  const postings = await listAppropriations(db, params.planCode);
  const shares = lines.filter((line) => line.line === "payer_share");
  const ownShares = new Set(shares.map((line) => line.payer));
  const compared = lines.map((line): PlanLine & { source: string; placeName: string } => ({
    ...line,
    postedFen: postings
      .filter((posting) => line.year === null || posting.year === line.year)
      .filter((posting) => {
        if (line.line === "three_year_total") return true;
        const hasAccount = postings.some((other) => other.payer === line.payer);
        return hasAccount ? posting.payer === line.payer : !ownShares.has(posting.payer);
      })
      .reduce((sum, posting) => sum + posting.amountFen, 0n),
  }));
  const total = compared.find((line) => line.line === "three_year_total");
  if (!total) return null;
  const of = (name: string) => compared.filter((line) => line.line === name);
  return {
    planCode: params.planCode,
    source: total.source,
    placeName: total.placeName,
    total,
    payers: of("payer_share").sort((a, b) => (a.amountFen < b.amountFen ? 1 : -1)),
    countyByYear: of("county_share"),
    townByYear: of("town_share"),
    isEqual: compared.every((line) => line.postedFen === line.amountFen),
  };
}

/** What each payer paid in by the plan, by plan year; the reference `plan:CODE:YEAR:appropriation` names both. */
async function listAppropriations(db: DbOrTx, planCode: string) {
  const rows = await db
    .select({
      payer: ledgerAccounts.name,
      year: sql<number>`split_part(${ledgerTransactions.reference}, ':', 3)::int`.as("plan_year"),
      amount: sql<string>`(-sum(${ledgerEntries.amountFen}))::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .where(
      and(
        eq(ledgerAccounts.kind, "payer"),
        eq(ledgerTransactions.kind, "appropriation"),
        like(ledgerTransactions.reference, `plan:${planCode.replace(/[%_\\]/g, "\\$&")}:%`),
      ),
    )
    .groupBy(ledgerAccounts.name, sql`plan_year`);
  return rows.map(({ amount, ...row }) => ({ ...row, amountFen: BigInt(amount) }));
}
