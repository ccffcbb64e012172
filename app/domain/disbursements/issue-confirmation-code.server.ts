import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { hashConfirmationCode, newConfirmationCode } from "./confirmation-code.server.ts";
import { canConfirm, isInvolved } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

type Outcome = "issued" | "not_found" | "conflict" | "same_person";

/**
 * A third person prints the recipient's slip: the code is shown once and only its hash is kept. Whoever proposed, approved or paid never
 * gets it, so that nobody can confirm the own payment by typing it (D6).
 */
export async function issueConfirmationCode(
  db: Db,
  input: { disbursementId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ code: string }, Exclude<Outcome, "issued">>> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null) return err("not_found");
  if (!canConfirm(actor, disbursement)) return err(isInvolved(actor, disbursement) ? "same_person" : "not_found");
  const code = newConfirmationCode();
  const hash = hashConfirmationCode(disbursement.publicCode, code);
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select issue_confirmation_code(${disbursement.id}::uuid, ${hash}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "issued" ? ok({ code }) : err(outcome);
}
