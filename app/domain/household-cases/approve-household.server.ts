import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId, systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getFileSignature } from "./case-record-queries.server.ts";
import { isPerson } from "./household-case-policy.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type ApproveHouseholdError = StepError | "same_person" | "signature_missing";

/** The county approves a signed application, and the household is on file from today. Three people: who registered, reviewed, approves (F13). */
export async function approveHousehold(
  db: Db,
  { householdId }: { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ApproveHouseholdError>> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "approve", actor });
    if (!file.ok) return file;
    const { createdBy, reviewedBy, version } = file.value;
    if (isPerson(actor, createdBy, reviewedBy)) return err("same_person");
    if (!(await getFileSignature(tx, { householdId, version }))) return err("signature_missing");
    const changes = { approvedBy: actorUserId(actor), effectiveFrom: dayInChina(at) };
    const approved = await stepHousehold(tx, file.value, { event: "approve", changes }, actor, at);
    if (approved === null) return err("conflict");
    // A moment later, so that the history reads in its order.
    const next = new Date(at.getTime() + 1);
    await stepHousehold(tx, { id: householdId, state: approved }, { event: "activate" }, systemActor, next);
    return ok();
  });
}
