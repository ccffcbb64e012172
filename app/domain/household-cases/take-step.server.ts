import type { Tx } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { householdReaderRoles } from "../households/household-policy.ts";
import { type LockedHousehold, lockHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type HouseholdStep, hasStep, rolesOfStep } from "./household-case-policy.ts";

export type StepError = "not_found" | "not_allowed" | "conflict";

/**
 * The locked file of a step: `not_found` outside the reader's subtree, `conflict` where the step does not start from the file's state (any
 * more), `not_allowed` where it is another post's.
 */
export async function lockForStep(
  tx: Tx,
  { householdId, step, actor }: { householdId: string; step: HouseholdStep; actor: Actor },
): Promise<Result<LockedHousehold, StepError>> {
  const file = await lockHousehold(tx, { householdId, actor, roles: householdReaderRoles });
  if (file === null) return err("not_found");
  if (rolesOfStep(step, file.state).length === 0) return err("conflict");
  return hasStep(actor, step, file) ? ok(file) : err("not_allowed");
}
