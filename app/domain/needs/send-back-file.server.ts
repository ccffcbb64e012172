import type { Tx } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { undecidedHouseholdStates } from "../households/household.ts";
import { type LockedHousehold, stepHousehold } from "../households/lock-household.server.ts";
import { stopExitRecord } from "../households/stop-exit-record.server.ts";
import { cancelNoticesOfHousehold } from "../notices/cancel-notices-of-need.server.ts";

/**
 * Sends a file back to where its decision begins, with the reason: an application to the village, an exit that was proposed to the years on
 * file. What is up for notice ends. The file is locked by the caller, who has asked for permission.
 * @returns whether there was anything to send back
 */
export async function sendBackFile(
  tx: Tx,
  file: Pick<LockedHousehold, "id" | "state">,
  reason: string,
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const isApplication = undecidedHouseholdStates.some((state) => state === file.state);
  const event = isApplication ? "return" : "stop_exit";
  const changes = isApplication ? { reviewedBy: null, approvedBy: null } : {};
  if (!isApplication) await stopExitRecord(tx, { householdId: file.id, reason }, actor, at);
  const moved = await stepHousehold(tx, file, { event, changes, reason }, actor, at);
  if (moved === null) return false;
  await cancelNoticesOfHousehold(tx, file.id, reason, actor, at);
  return true;
}
