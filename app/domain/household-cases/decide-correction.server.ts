import { and, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdCorrections } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { type LockedHousehold, stepHousehold } from "../households/lock-household.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getOpenCorrection } from "./case-record-queries.server.ts";
import type { DecideCorrectionInput } from "./household-case-form.ts";
import { isPerson } from "./household-case-policy.ts";
import { hasPaymentUnderWay, resolveHelpOf } from "./resolve-help.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type DecideCorrectionError = StepError | "same_person" | "payment_under_way";

/**
 * The county decides a correction; never who proposed it (S14). A removal resolves what hangs on the household first: needs nobody has
 * helped with are withdrawn, those that hold money or promises are suspended and keep every fen, pairings end. Nothing is decided while a
 * payment is under way.
 */
export async function decideCorrection(
  db: Db,
  { householdId, outcome, reason }: DecideCorrectionInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideCorrectionError>> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "decide_correction", actor });
    if (!file.ok) return file;
    const correction = await getOpenCorrection(tx, householdId);
    if (correction === null) return err("conflict");
    if (isPerson(actor, correction.proposedBy)) return err("same_person");
    const isRemoval = outcome === "approved" && correction.kind === "removal";
    if (isRemoval && (await hasPaymentUnderWay(tx, householdId))) return err("payment_under_way");
    await tx
      .update(householdCorrections)
      .set({ state: outcome, decidedBy: actorUserId(actor), decidedAt: at, decisionReason: reason })
      .where(and(eq(householdCorrections.id, correction.id), eq(householdCorrections.state, "proposed")));
    if (outcome === "refused") {
      const { state } = file.value;
      const event = `refuse_${correction.kind}`;
      const line = { noun: "household", subjectId: householdId, from: state, event, to: state, reason };
      await recordTransition(tx, at, actor, line);
      await recordEvents(tx, at, { kind: "household.changed", householdId });
      return ok();
    }
    if (isRemoval) await resolveHelpOf(tx, { householdId, reason }, actor, at);
    return (await correct(tx, file.value, { isRemoval, reason }, actor, at)) ? ok() : err("conflict");
  });
}

async function correct(
  tx: Tx,
  file: LockedHousehold,
  { isRemoval, reason }: { isRemoval: boolean; reason: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const again = file.state === "rejected" ? { reviewedBy: null } : {};
  const step = isRemoval
    ? ({ event: "remove", reason } as const)
    : ({ event: "include", changes: { ...again, helpUntil: null, programmeTo: null }, reason } as const);
  return (await stepHousehold(tx, file, step, actor, at)) !== null;
}
