import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { getComplaint } from "./complaint-staff-queries.server.ts";

export type FreezeMoneyError = "not_found" | "conflict" | "already_frozen" | "no_money";

/**
 * Says that a complaint is serious and freezes the money it touches: of its need, household, fund or charity (S121). One SQL call under the
 * locks of every payment: what was paid before stands, what comes later is refused in PostgreSQL. Gifts can still go back to their donors.
 */
export async function freezeMoney(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: { complaintId: string; freezeReason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, FreezeMoneyError>> {
  const complaint = await getComplaint({ db, sealer }, { complaintId: input.complaintId, actor });
  if (!complaint?.mayHandle) return err("not_found");
  if (!complaint.touchesMoney) return err("no_money");
  const { needId, householdId, organizationId, fundId } = complaint;
  const [row] = await db.execute<{ outcome: "frozen" | FreezeMoneyError }>(
    sql`select freeze_money(${complaint.id}::uuid, ${needId}::uuid, ${householdId}::uuid, ${organizationId}::uuid, ${fundId}::uuid,
      ${input.freezeReason}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "frozen" ? ok() : err(outcome);
}
