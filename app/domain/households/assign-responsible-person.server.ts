import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { adoptImportedHousehold } from "./adopt-imported-household.server.ts";
import { findHousehold } from "./find-household.server.ts";
import { isEndedHousehold, responsibleAssignerRoles } from "./household-policy.ts";
import { isResponsibleCandidate } from "./responsible-person-queries.server.ts";

export type AssignResponsibleError =
  | "not_found"
  | "household_ended"
  | "not_responsible_candidate"
  | "same_person"
  | "conflict";

/**
 * Hands a household over to another 帮扶责任人 (S23): the standing row ends with a note and the next begins in the same instant,
 * so that there is never none and never two. History stays.
 */
export async function assignResponsiblePerson(
  db: Db,
  input: { householdId: string; responsibleUserId: string; handOverNote: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AssignResponsibleError>> {
  try {
    return await db.transaction(async (tx) => {
      const { householdId, responsibleUserId: userId, handOverNote } = input;
      const household = await findHousehold(tx, { householdId, actor, roles: responsibleAssignerRoles });
      if (!household) return err("not_found");
      if (isEndedHousehold(household.state)) return err("household_ended");
      const candidate = { userId, regionCode: household.regionCode, at };
      if (!(await isResponsibleCandidate(tx, candidate))) return err("not_responsible_candidate");
      // Hand-overs of one household queue here, so that each sees who stands after the one before it.
      await tx.select({ id: households.id }).from(households).where(eq(households.id, householdId)).for("update");
      const standing = and(eq(responsiblePersons.householdId, householdId), isNull(responsiblePersons.toAt));
      const [current] = await tx.select().from(responsiblePersons).where(standing);
      if (current?.userId === userId) return err("same_person");
      await tx.update(responsiblePersons).set({ toAt: at, handOverNote }).where(standing);
      await tx
        .insert(responsiblePersons)
        .values({ id: newId(), householdId, userId, assignedBy: actorUserId(actor), fromAt: at });
      if (household.state === "imported") await adoptImportedHousehold(tx, householdId, actor, at);
      await recordEvents(tx, at, { kind: "household.changed", householdId });
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "responsible_persons_standing") return err("conflict");
    throw error;
  }
}
