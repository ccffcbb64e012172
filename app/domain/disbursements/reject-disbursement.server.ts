import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { isOfCharity } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

type Outcome = "rejected" | "not_found" | "conflict";

/** The charity does not pay, and says why. */
export async function rejectDisbursement(
  db: Db,
  input: { disbursementId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "rejected">>> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null || !isOfCharity(actor, disbursement)) return err("not_found");
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select reject_disbursement(${disbursement.id}::uuid, ${input.reason}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "rejected" ? ok() : err(outcome);
}
