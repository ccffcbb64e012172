import { and, desc, eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/ledger.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { fundReaderRoles } from "./fund-spending.ts";

/** The funds of the actor's subtree with what is there, what is proposed and the floor, in fen. */
export async function listStaffFunds(db: DbOrTx, params: { actor: Actor }) {
  const rows = await db
    .select({
      id: funds.id,
      code: funds.code,
      name: funds.name,
      purposes: funds.purposes,
      regionCode: funds.regionCode,
      placeName: regions.shortName,
      isOperating: funds.isOperating,
      floorFen: funds.floorFen,
      openCount: sql<number>`(select count(*) from ${fundSpendings}
        where ${fundSpendings.fundId} = ${funds.id} and ${fundSpendings.state} = 'proposed')::int`,
      balance: sql<string>`coalesce((select -sum(${ledgerEntries.amountFen}) from ${ledgerEntries}
        join ${ledgerAccounts} on ${ledgerAccounts.id} = ${ledgerEntries.accountId} where ${ledgerAccounts.code} = 'fund:' || ${funds.code}), 0)::text`,
      proposed: sql<string>`coalesce((select sum(${fundSpendings.amountFen}) from ${fundSpendings}
        where ${fundSpendings.fundId} = ${funds.id} and ${fundSpendings.state} = 'proposed'), 0)::text`,
    })
    .from(funds)
    .innerJoin(regions, eq(regions.code, funds.regionCode))
    .where(inScope(funds.regionCode, scopesOf(params.actor, fundReaderRoles)))
    .orderBy(funds.isOperating, funds.code);
  return rows.map(({ balance, proposed, ...fund }) => ({
    ...fund,
    balanceFen: BigInt(balance),
    proposedFen: BigInt(proposed),
  }));
}

export type StaffFund = Awaited<ReturnType<typeof listStaffFunds>>[number];

export async function getStaffFund(db: DbOrTx, params: { code: string; actor: Actor }): Promise<StaffFund | null> {
  return (await listStaffFunds(db, params)).find((fund) => fund.code === params.code) ?? null;
}

const approver = alias(users, "approver");

/** The spendings of a fund, open ones first, then the latest. */
export function listSpendingsOfFund(db: DbOrTx, params: { fundId: string }) {
  return db
    .select({
      id: fundSpendings.id,
      publicCode: fundSpendings.publicCode,
      purpose: fundSpendings.purpose,
      description: fundSpendings.description,
      amountFen: fundSpendings.amountFen,
      payeeName: fundSpendings.payeeName,
      documentNumber: fundSpendings.documentNumber,
      regionName: regions.shortName,
      projectId: fundSpendings.projectId,
      projectTitle: libraryProjects.title,
      state: fundSpendings.state,
      proposedBy: fundSpendings.proposedBy,
      proposedByName: users.displayName,
      approvedBy: fundSpendings.approvedBy,
      approvedByName: approver.displayName,
      proposedAt: fundSpendings.proposedAt,
      closedAt: fundSpendings.closedAt,
      result: fundSpendings.result,
      resultAt: fundSpendings.resultAt,
    })
    .from(fundSpendings)
    .innerJoin(users, eq(users.id, fundSpendings.proposedBy))
    .leftJoin(approver, eq(approver.id, fundSpendings.approvedBy))
    .leftJoin(regions, eq(regions.code, fundSpendings.regionCode))
    .leftJoin(libraryProjects, eq(libraryProjects.id, fundSpendings.projectId))
    .where(eq(fundSpendings.fundId, params.fundId))
    .orderBy(sql`${fundSpendings.state} <> 'proposed'`, desc(fundSpendings.proposedAt))
    .limit(200);
}

export type FundSpending = Awaited<ReturnType<typeof listSpendingsOfFund>>[number];

/** One spending with its fund for its commands; who may act is asked of the policy. */
export async function getFundSpending(db: DbOrTx, params: { spendingId: string }) {
  if (!isId(params.spendingId)) return null;
  const [row] = await db
    .select({
      id: fundSpendings.id,
      state: fundSpendings.state,
      proposedBy: fundSpendings.proposedBy,
      approvedBy: fundSpendings.approvedBy,
      result: fundSpendings.result,
      regionCode: funds.regionCode,
    })
    .from(fundSpendings)
    .innerJoin(funds, eq(funds.id, fundSpendings.fundId))
    .where(eq(fundSpendings.id, params.spendingId));
  return row ?? null;
}

/** The places a fund's money may be spent in: its own and those one step below. */
export function listPlacesOfFund(db: DbOrTx, params: { regionCode: string }) {
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(or(eq(regions.code, params.regionCode), and(eq(regions.parentCode, params.regionCode))))
    .orderBy(regions.code);
}
