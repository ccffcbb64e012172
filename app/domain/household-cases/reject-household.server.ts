import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { cancelNoticesOfHousehold } from "../notices/cancel-notices-of-need.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

type Reasoned = { householdId: string; reason: string };

/** Refuses an application, with the reason. Who was refused wrongly is put back by two people (S14). */
export async function rejectHousehold(
  db: Db,
  { householdId, reason }: Reasoned,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StepError>> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "reject", actor });
    if (!file.ok) return file;
    if (!(await stepHousehold(tx, file.value, { event: "reject", reason }, actor, at))) return err("conflict");
    await cancelNoticesOfHousehold(tx, householdId, reason, actor, at);
    return ok();
  });
}
