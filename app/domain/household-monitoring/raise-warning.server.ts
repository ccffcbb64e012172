import { and, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdWarnings } from "#db/schema/household-monitoring.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { addDays, dayInChina } from "../clock.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { daysOfGrade, type WarningGrade, type WarningKind } from "./household-monitoring.ts";
import { monitorRoles } from "./monitoring-policy.ts";

export type WarningInput = { householdId: string; kind: WarningKind; grade: WarningGrade; note: string };

/** 返贫预警 (S19): raised by somebody who knows, owned by the 帮扶责任人, with the deadline of its grade. */
export async function raiseWarning(
  db: Db,
  input: WarningInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ warningId: string }, "not_found">> {
  return db.transaction(async (tx) => {
    const household = await findHousehold(tx, { householdId: input.householdId, actor, roles: monitorRoles });
    if (!household) return err("not_found");
    const warningId = newId();
    await insertWarning(tx, { ...input, id: warningId, key: warningId }, actor, at);
    return ok({ warningId });
  });
}

/** Writes a warning down unless one of the same `key` is there already: the job says each thing once. Returns whether it was new. */
export async function insertWarning(
  tx: Tx,
  { id, key, ...input }: WarningInput & { id: string; key: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const [owner] = await tx
    .select({ userId: responsiblePersons.userId })
    .from(responsiblePersons)
    .where(and(eq(responsiblePersons.householdId, input.householdId), isNull(responsiblePersons.toAt)));
  const dueOn = addDays(dayInChina(at), daysOfGrade[input.grade]);
  const added = await tx
    .insert(householdWarnings)
    .values({
      ...input,
      id,
      key,
      dueOn,
      ownerId: owner?.userId ?? actorUserId(actor),
      raisedBy: actorUserId(actor),
      raisedAt: at,
    })
    .onConflictDoNothing({ target: householdWarnings.key })
    .returning({ id: householdWarnings.id });
  if (added.length === 0) return false;
  const line = { noun: "household_warning", subjectId: id, from: null, event: "raise", to: "open", reason: input.note };
  await recordTransition(tx, at, actor, line);
  return true;
}
