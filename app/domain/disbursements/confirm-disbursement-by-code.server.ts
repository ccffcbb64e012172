import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { isPublicCode } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { hashConfirmationCode } from "./confirmation-code.server.ts";
import { confirmationTriesAllowed } from "./disbursement.ts";
import { isInvolved } from "./disbursement-policy.ts";
import { getDisbursementByCode } from "./disbursement-queries.server.ts";

type Outcome = "confirmed" | "already_confirmed" | "not_found" | "no_code" | "wrong_code" | "too_many_tries";
export type ConfirmByCodeError = Exclude<Outcome, "confirmed"> | "same_person";

/** The household or supplier confirms by the code of its slip, without an account (S101). Five wrong tries and the slip is worthless. */
export async function confirmDisbursementByCode(
  db: Db,
  input: { publicCode: string; code: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ConfirmByCodeError>> {
  if (!isPublicCode(input.publicCode)) return err("not_found");
  const disbursement = await getDisbursementByCode(db, { publicCode: input.publicCode });
  if (disbursement === null) return err("not_found");
  if (isInvolved(actor, disbursement)) return err("same_person");
  const hash = hashConfirmationCode(input.publicCode, input.code);
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select confirm_disbursement_by_code(${input.publicCode}, ${hash}, ${confirmationTriesAllowed}, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "confirmed" ? ok() : err(outcome);
}
