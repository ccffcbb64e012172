import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { freeQuantity, movePledge } from "./move-pledge.server.ts";
import { canWithdrawPledge } from "./pledge-policy.ts";
import { getHelperPledge } from "./pledge-queries.server.ts";

/** The helper takes the promise back, with the reason (L12), until something has arrived. Its quantity is free for others at once. */
export async function withdrawPledge(
  db: Db,
  { pledgeId, reason }: { pledgeId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const pledge = await getHelperPledge(tx, { pledgeId, actor });
    if (pledge === null) return err("not_found");
    if (!canWithdrawPledge(actor, pledge)) return err("conflict");
    if (!(await movePledge(tx, { pledge, event: "withdraw", reason }, actor, at))) return err("conflict");
    await freeQuantity(tx, pledge, pledge.quantity ?? 0);
    return ok();
  });
}
