import { and, asc, desc, eq, gt, inArray, like, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { ledgerAccounts } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { poolAllocations } from "#db/schema/pools.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { poolKinds } from "./pool.ts";

/** A pool's code names the charity that holds it (S96): `pool:CHARITY:REGION`, `household_pool:CHARITY:…`, `category_pool:CHARITY:…`. */
function isPoolOf(actor: Actor): SQL {
  const codes = charitiesOf(actor).flatMap(({ id }) => [
    like(ledgerAccounts.code, `pool:${id}:%`),
    like(ledgerAccounts.code, `household_pool:${id}:%`),
    like(ledgerAccounts.code, `category_pool:${id}:%`),
  ]);
  return and(inArray(ledgerAccounts.kind, [...poolKinds]), or(...codes) ?? sql`false`) ?? sql`false`;
}

export type Pool = {
  id: string;
  code: string;
  kind: (typeof ledgerAccounts.$inferSelect)["kind"];
  name: string;
  regionName: string | null;
  /** What may be allocated now: without lots whose gift a bank disputes (B13). */
  spendableFen: Fen;
  lotCount: number;
  /** Promised by proposals that nobody has approved yet. */
  proposedFen: Fen;
  openCount: number;
};

async function selectPools(db: DbOrTx, where: SQL | undefined): Promise<Pool[]> {
  const rows = await db
    .select({
      id: ledgerAccounts.id,
      code: ledgerAccounts.code,
      kind: ledgerAccounts.kind,
      name: ledgerAccounts.name,
      regionName: regions.shortName,
      spendable: sql<string>`(select coalesce(sum(held.fen), 0)::text from list_spendable_lots(${ledgerAccounts.code}) held)`,
      lotCount: sql<number>`(select count(*)::int from list_spendable_lots(${ledgerAccounts.code}))`,
      proposed: sql<string>`(select coalesce(sum(${poolAllocations.amountFen}), 0)::text from ${poolAllocations}
        where ${poolAllocations.poolAccountId} = ${ledgerAccounts.id} and ${poolAllocations.state} = 'proposed')`,
      openCount: sql<number>`(select count(*)::int from ${poolAllocations}
        where ${poolAllocations.poolAccountId} = ${ledgerAccounts.id} and ${poolAllocations.state} = 'proposed')`,
    })
    .from(ledgerAccounts)
    .leftJoin(regions, eq(regions.code, ledgerAccounts.regionCode))
    .where(where)
    .orderBy(asc(ledgerAccounts.kind), asc(ledgerAccounts.code));
  return rows.map(({ spendable, proposed, ...row }) => ({
    ...row,
    spendableFen: BigInt(spendable),
    proposedFen: BigInt(proposed),
  }));
}

/** The pools of the actor's charities with what lies in them and how many gifts it comes from. */
export function listPools(db: DbOrTx, params: { actor: Actor }): Promise<Pool[]> {
  return selectPools(db, isPoolOf(params.actor));
}

/** One pool of the actor's charities; null for anyone else's. */
export async function getPool(db: DbOrTx, params: { poolId: string; actor: Actor }): Promise<Pool | null> {
  if (!isId(params.poolId)) return null;
  const [pool] = await selectPools(db, and(eq(ledgerAccounts.id, params.poolId), isPoolOf(params.actor)));
  return pool ?? null;
}

/** Open needs a pool's money may go to: the same charity, of its household, village or category, and with room. PostgreSQL asks again. */
export async function listFittingNeeds(db: DbOrTx, params: { poolCode: string }) {
  const rows = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      villageName: regions.shortName,
      charityId: needs.charityId,
      nextReportOn: needs.nextReportOn,
      room: sql<string>`(${needs.goalFen} - ${needs.fundedFen})::text`,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(needs.state, "published"),
        gt(sql`${needs.goalFen} - ${needs.fundedFen}`, 0),
        sql`pool_fits_need(${params.poolCode}, ${needs})`,
      ),
    )
    .orderBy(asc(needs.publishedAt));
  return rows.map(({ room, ...row }) => ({ ...row, roomFen: BigInt(room) }));
}

const proposer = alias(users, "proposer");
const approver = alias(users, "approver");

/** Allocations of a pool, open ones first, newest first. Ask only after the pool was found in the actor's charities. */
export function listAllocations(db: DbOrTx, params: { poolId: string }) {
  return db
    .select({
      id: poolAllocations.id,
      publicCode: poolAllocations.publicCode,
      state: poolAllocations.state,
      amountFen: poolAllocations.amountFen,
      reason: poolAllocations.reason,
      charityId: poolAllocations.charityId,
      proposedBy: poolAllocations.proposedBy,
      proposedAt: poolAllocations.proposedAt,
      closedAt: poolAllocations.closedAt,
      needTitle: needs.title,
      needCode: needs.publicCode,
      villageName: regions.shortName,
      proposerName: proposer.displayName,
      approverName: approver.displayName,
    })
    .from(poolAllocations)
    .innerJoin(needs, eq(needs.id, poolAllocations.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .innerJoin(proposer, eq(proposer.id, poolAllocations.proposedBy))
    .leftJoin(approver, eq(approver.id, poolAllocations.approvedBy))
    .where(eq(poolAllocations.poolAccountId, params.poolId))
    .orderBy(sql`${poolAllocations.state} <> 'proposed'`, desc(poolAllocations.proposedAt))
    .limit(200);
}

/** One allocation of the actor's charities. */
export async function getAllocation(db: DbOrTx, params: { allocationId: string; actor: Actor }) {
  if (!isId(params.allocationId)) return null;
  const [row] = await db.select().from(poolAllocations).where(eq(poolAllocations.id, params.allocationId));
  return row && charitiesOf(params.actor).some((charity) => charity.id === row.charityId) ? row : null;
}
