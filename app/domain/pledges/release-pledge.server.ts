import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { freeQuantity, movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/** What was promised and never came goes back to the item, with the reason; the helper hears of it. */
export async function releasePledge(
  db: Db,
  { pledgeId, reason }: { pledgeId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "release" }, actor);
    if (!found.ok) return found;
    const pledge = found.value;
    if (!(await movePledge(tx, { pledge, event: "release", reason }, actor, at))) return err("conflict");
    await freeQuantity(tx, pledge, pledge.quantity ?? 0);
    return ok();
  });
}
