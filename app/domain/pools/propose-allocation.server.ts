import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { poolAllocations } from "#db/schema/pools.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isId, newId, newPublicCode } from "../ids.ts";
import { isReportLate } from "../needs/next-report.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ProposeAllocationInput } from "./pool-form.ts";
import { getPool, listFittingNeeds } from "./pool-queries.server.ts";

export type ProposeAllocationError = "not_found" | "does_not_fit" | "report_late" | "no_room" | "not_enough_money";

/**
 * Proposes that money of a pool goes to an open need that fits it. Nothing moves; what is proposed already counts against the balance, so
 * that two proposals cannot promise the same fen.
 */
export async function proposeAllocation(
  db: Db,
  input: ProposeAllocationInput & { poolId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ allocationId: string }, ProposeAllocationError>> {
  const proposedBy = actorUserId(actor);
  if (!isId(input.poolId)) return err("not_found");
  return db.transaction(async (tx) => {
    // One proposal at a time for a pool, so that the balance is read with all others counted.
    await tx.execute(sql`select lock_ledger_accounts(array[${input.poolId}::uuid])`);
    const pool = await getPool(tx, { poolId: input.poolId, actor });
    if (pool === null || proposedBy === null) return err("not_found");
    const need = (await listFittingNeeds(tx, { poolCode: pool.code })).find((one) => one.id === input.needId);
    if (!need || need.charityId === null) return err("does_not_fit");
    if (isReportLate(need.nextReportOn, dayInChina(at))) return err("report_late");
    if (need.roomFen < input.amount) return err("no_room");
    if (pool.spendableFen - pool.proposedFen < input.amount) return err("not_enough_money");
    const id = newId();
    await tx.insert(poolAllocations).values({
      id,
      publicCode: newPublicCode(),
      poolAccountId: pool.id,
      charityId: need.charityId,
      needId: need.id,
      amountFen: input.amount,
      reason: input.reason,
      state: "proposed",
      proposedBy,
      proposedAt: at,
    });
    const step = { noun: "pool_allocation", subjectId: id, from: null, event: "propose", to: "proposed" };
    await recordTransition(tx, at, actor, step);
    return ok({ allocationId: id });
  });
}
