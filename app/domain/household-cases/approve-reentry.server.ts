import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdReentries } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { nextPlanYear } from "../households/household-exit.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getOpenReentry } from "./case-record-queries.server.ts";
import { isPerson } from "./household-case-policy.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

/** 地级市审定 (S20): the third account. The household is on file again from the first day of the next plan year; the job takes the step. */
export async function approveReentry(
  db: Db,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ effectiveFrom: string }, StepError | "same_person">> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "approve_reentry", actor });
    if (!file.ok) return file;
    const reentry = await getOpenReentry(tx, householdId);
    if (reentry === null) return err("conflict");
    if (isPerson(actor, reentry.appliedBy, reentry.reviewedBy)) return err("same_person");
    const effectiveFrom = nextPlanYear(dayInChina(at));
    await tx
      .update(householdReentries)
      .set({ state: "approved", approvedBy: actorUserId(actor), approvedAt: at, effectiveFrom })
      .where(and(eq(householdReentries.id, reentry.id), eq(householdReentries.state, "reviewed")));
    const step = { event: "approve_reentry", changes: { effectiveFrom }, reason } as const;
    return (await stepHousehold(tx, file.value, step, actor, at)) ? ok({ effectiveFrom }) : err("conflict");
  });
}
