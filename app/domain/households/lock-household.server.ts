import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { householdVersions } from "#db/schema/household-files.server.ts";
import { households } from "#db/schema/households.server.ts";
import { type Actor, actorUserId, type StaffRole, scopesOf } from "../actor.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { inScope } from "../scope.server.ts";
import { stateAfter } from "../transitions.ts";
import { type HouseholdEvent, type HouseholdState, householdTransitions } from "./household.ts";
import type { FieldChange } from "./household-changes.ts";

const fileColumns = {
  id: households.id,
  publicCode: households.publicCode,
  regionCode: households.regionCode,
  state: households.state,
  version: households.version,
  headName: households.headName,
  programme: households.programme,
  createdBy: households.createdBy,
  reviewedBy: households.reviewedBy,
  effectiveFrom: households.effectiveFrom,
  helpUntil: households.helpUntil,
};

/**
 * The file, locked until the transaction ends, if it lies in a subtree where the actor holds one of the roles; null otherwise (S31). Every
 * step locks the file before its notice and its needs, so that two steps at once wait for each other (C7).
 */
export async function lockHousehold(
  tx: Tx,
  { householdId, actor, roles }: { householdId: string; actor: Actor; roles: readonly StaffRole[] },
) {
  if (!isId(householdId)) return null;
  const [row] = await tx
    .select(fileColumns)
    .from(households)
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, roles))))
    .for("update");
  return row ?? null;
}
export type LockedHousehold = NonNullable<Awaited<ReturnType<typeof lockHousehold>>>;

type FileChanges = Partial<
  Pick<typeof households.$inferInsert, "reviewedBy" | "approvedBy" | "effectiveFrom" | "helpUntil" | "programmeTo">
>;

/**
 * Moves a locked file by one event of its table, with its line of history and its event.
 * @returns the new state, or null where the table does not allow the event from here: the page was out of date
 */
export async function stepHousehold(
  tx: Tx,
  file: Pick<LockedHousehold, "id" | "state">,
  step: { event: HouseholdEvent; changes?: FileChanges; reason?: string },
  actor: Actor,
  at: Date,
): Promise<HouseholdState | null> {
  const to = stateAfter(householdTransitions, file.state, step.event);
  if (to === undefined) return null;
  const moved = await tx
    .update(households)
    .set({ ...step.changes, state: to, updatedAt: at })
    .where(and(eq(households.id, file.id), eq(households.state, file.state)))
    .returning({ id: households.id });
  if (moved.length === 0) return null;
  await recordTransition(tx, at, actor, {
    noun: "household",
    subjectId: file.id,
    from: file.state,
    event: step.event,
    to,
    reason: step.reason,
  });
  await recordEvents(tx, at, { kind: "household.changed", householdId: file.id });
  return to;
}

/** Writes down a version before the file becomes it: PostgreSQL lets no file have a version without this record (S3). */
export async function recordVersion(
  tx: Tx,
  input: { householdId: string; version: number; changes: FieldChange[]; reason: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  await tx.insert(householdVersions).values({ ...input, id: newId(), changedBy: actorUserId(actor), changedAt: at });
}
