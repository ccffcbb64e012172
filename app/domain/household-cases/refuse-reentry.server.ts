import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdReentries } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getOpenReentry } from "./case-record-queries.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

/** The county or the city refuses a re-entry, with the reason (S20). */
export async function refuseReentry(
  db: Db,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StepError>> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "refuse_reentry", actor });
    if (!file.ok) return file;
    const reentry = await getOpenReentry(tx, householdId);
    if (reentry === null) return err("conflict");
    await tx
      .update(householdReentries)
      .set({ state: "refused", refusedBy: actorUserId(actor), refusedAt: at, refusalReason: reason })
      .where(eq(householdReentries.id, reentry.id));
    return (await stepHousehold(tx, file.value, { event: "refuse_reentry", reason }, actor, at))
      ? ok()
      : err("conflict");
  });
}
