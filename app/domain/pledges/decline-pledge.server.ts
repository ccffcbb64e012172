import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { freeQuantity, movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/** The village cannot use the offer and says why; its quantity is free again. */
export async function declinePledge(
  db: Db,
  { pledgeId, reason }: { pledgeId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "decline" }, actor);
    if (!found.ok) return found;
    const pledge = found.value;
    if (!(await movePledge(tx, { pledge, event: "decline", reason }, actor, at))) return err("conflict");
    await freeQuantity(tx, pledge, pledge.quantity ?? 0);
    return ok();
  });
}
