import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { needItems } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { freeQuantity, movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/**
 * So many were handed over or put up. Never more than arrived (`too_many:`); what was promised beyond that goes back to the item for
 * others to promise, so that quantities balance: asked ≥ promised ≥ received ≥ delivered (S93).
 */
export async function deliverPledge(
  db: Db,
  { pledgeId, quantity, note }: { pledgeId: string; quantity: number; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError | `too_many:${number}`>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "deliver" }, actor);
    if (!found.ok) return found;
    const pledge = found.value;
    if (quantity > pledge.receivedQuantity) return err(`too_many:${pledge.receivedQuantity}`);
    const reason = [`${quantity} ${pledge.unit ?? ""}`.trim(), note].filter(Boolean).join(" · ");
    const changes = { deliveredQuantity: quantity };
    if (!(await movePledge(tx, { pledge, event: "deliver", reason, changes }, actor, at))) return err("conflict");
    if (pledge.needItemId !== null) {
      await tx
        .update(needItems)
        .set({ deliveredQuantity: sql`${needItems.deliveredQuantity} + ${quantity}` })
        .where(eq(needItems.id, pledge.needItemId));
    }
    await freeQuantity(tx, pledge, (pledge.quantity ?? 0) - quantity);
    return ok();
  });
}
