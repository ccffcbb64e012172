import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { canRecordReturn } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

type Outcome = "returned" | "not_found" | "conflict" | "same_person";

/** The recipient sent the money back: every lot gets its share back on the need it came from (S98). */
export async function returnDisbursement(
  db: Db,
  input: { disbursementId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "returned">>> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null) return err("not_found");
  if (!canRecordReturn(actor, disbursement))
    return err(actorUserId(actor) === disbursement.proposedBy ? "same_person" : "not_found");
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select return_disbursement(${disbursement.id}::uuid, ${input.reason}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "returned" ? ok() : err(outcome);
}
