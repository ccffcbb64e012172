import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { canApprove } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

type Outcome = "approved" | "not_found" | "conflict" | "same_person";

/** Somebody of the charity agrees to a payment above the sum of the place's rules, before somebody else of it pays (A12). */
export async function approveDisbursement(
  db: Db,
  input: { disbursementId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "approved">>> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null) return err("not_found");
  if (!canApprove(actor, disbursement))
    return err(actorUserId(actor) === disbursement.proposedBy ? "same_person" : "not_found");
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select approve_disbursement(${disbursement.id}::uuid, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "approved" ? ok() : err(outcome);
}
