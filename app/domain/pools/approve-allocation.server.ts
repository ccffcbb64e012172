import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { getAllocation } from "./pool-queries.server.ts";

type Outcome =
  | "approved"
  | "not_found"
  | "conflict"
  | "same_person"
  | "does_not_fit"
  | "report_late"
  | "no_room"
  | "not_enough_money"
  | "money_frozen";

/**
 * The second person agrees and the money moves, lot by lot, in one SQL call. Who proposed it is refused, and the attempt stays on record
 * (A12).
 */
export async function approveAllocation(
  db: Db,
  input: { allocationId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "approved">>> {
  const allocation = await getAllocation(db, { allocationId: input.allocationId, actor });
  if (allocation === null) return err("not_found");
  const rows = await db.execute<{ outcome: Outcome }>(
    sql`select approve_pool_allocation(${allocation.id}::uuid, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "approved" ? ok() : err(outcome);
}
