import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { poolAllocations } from "#db/schema/pools.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { poolAllocationTransitions } from "./pool.ts";
import { getAllocation } from "./pool-queries.server.ts";

/** Not carried out, with the reason; whoever proposed it may take it back. */
export async function rejectAllocation(
  db: Db,
  input: { allocationId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const allocation = await getAllocation(db, { allocationId: input.allocationId, actor });
  if (allocation === null) return err("not_found");
  return db.transaction(async (tx) => {
    const closedBy = actorUserId(actor);
    const rows = await tx
      .update(poolAllocations)
      .set({ state: "rejected", approvedBy: closedBy === allocation.proposedBy ? null : closedBy, closedAt: at })
      .where(
        and(
          eq(poolAllocations.id, allocation.id),
          inArray(poolAllocations.state, statesBefore(poolAllocationTransitions, "reject")),
        ),
      )
      .returning({ id: poolAllocations.id });
    if (rows.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "pool_allocation",
      subjectId: allocation.id,
      from: "proposed",
      event: "reject",
      to: "rejected",
      reason: input.reason,
    });
    return ok();
  });
}
