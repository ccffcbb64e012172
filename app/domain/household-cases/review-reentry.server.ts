import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdReentries } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getOpenReentry } from "./case-record-queries.server.ts";
import { isPerson } from "./household-case-policy.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

/** 县审核 (S20): the second of three levels, by a second account. */
export async function reviewReentry(
  db: Db,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StepError | "same_person">> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "review_reentry", actor });
    if (!file.ok) return file;
    const reentry = await getOpenReentry(tx, householdId);
    if (reentry === null) return err("conflict");
    if (isPerson(actor, reentry.appliedBy)) return err("same_person");
    await tx
      .update(householdReentries)
      .set({ state: "reviewed", reviewedBy: actorUserId(actor), reviewedAt: at })
      .where(and(eq(householdReentries.id, reentry.id), eq(householdReentries.state, "applied")));
    return (await stepHousehold(tx, file.value, { event: "review_reentry", reason }, actor, at))
      ? ok()
      : err("conflict");
  });
}
