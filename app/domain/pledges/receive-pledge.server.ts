import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/**
 * So many have arrived at the village; several batches add up. Never more than promised: `too_many:` and what is still to come (S93).
 */
export async function receivePledge(
  db: Db,
  { pledgeId, quantity, note }: { pledgeId: string; quantity: number; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError | `too_many:${number}`>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "receive" }, actor);
    if (!found.ok) return found;
    const pledge = found.value;
    const missing = (pledge.quantity ?? 0) - pledge.receivedQuantity;
    if (quantity > missing) return err(`too_many:${missing}`);
    const reason = [`+${quantity} ${pledge.unit ?? ""}`.trim(), note].filter(Boolean).join(" · ");
    const changes = { receivedQuantity: pledge.receivedQuantity + quantity };
    return (await movePledge(tx, { pledge, event: "receive", reason, changes }, actor, at)) ? ok() : err("conflict");
  });
}
