import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { getComplaint } from "./complaint-staff-queries.server.ts";

export type LiftMoneyFreezeError = "not_found" | "conflict" | "same_person";

/** Another person than the one who froze it lets money move again, with a reason. Suspended needs wait for the county's fresh look (S45). */
export async function liftMoneyFreeze(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: { complaintId: string; freezeId: string; liftReason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, LiftMoneyFreezeError>> {
  const complaint = await getComplaint({ db, sealer }, { complaintId: input.complaintId, actor });
  if (!complaint?.mayHandle || !complaint.freezes.some((freeze) => freeze.id === input.freezeId))
    return err("not_found");
  const [row] = await db.execute<{ outcome: "lifted" | LiftMoneyFreezeError }>(
    sql`select lift_money_freeze(${input.freezeId}::uuid, ${input.liftReason}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "lifted" ? ok() : err(outcome);
}
