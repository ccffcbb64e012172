import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { canPayOut, isInvolved } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

type Outcome =
  | "paid_out"
  | "not_found"
  | "conflict"
  | "same_person"
  | "not_enough_money"
  | "needs_approval"
  | "need_closed"
  | "money_frozen";

/**
 * The charity pays from its own account and says so here: state, ledger and outbox in one SQL call. Refuses the proposer and the approver
 * (D6), a large payment nobody approved (A12), a need that is suspended or frozen (S121), and more than the need's money.
 */
export async function payOutDisbursement(
  db: Db,
  input: { disbursementId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "paid_out">>> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null) return err("not_found");
  if (!canPayOut(actor, disbursement)) return err(isInvolved(actor, disbursement) ? "same_person" : "not_found");
  const rows = await db.execute<{ outcome: Outcome }>(
    sql`select pay_out_disbursement(${input.disbursementId}::uuid, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "paid_out" ? ok() : err(outcome);
}
