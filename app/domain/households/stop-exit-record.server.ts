import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { householdExits } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";

/** Ends an exit that is proposed, if there is one; the record stays with who and why (S16). */
export async function stopExitRecord(
  tx: Tx,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  await tx
    .update(householdExits)
    .set({ state: "stopped", stoppedBy: actorUserId(actor), stopReason: reason, closedAt: at })
    .where(and(eq(householdExits.householdId, householdId), eq(householdExits.state, "proposed")));
}
