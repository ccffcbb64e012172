import { and, asc, eq, inArray, isNull, notInArray, or } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { visitPhotos } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { endedHouseholdStates, householdKeeperRoles } from "../households/household-policy.ts";
import { maskName } from "../households/masking.ts";
import { inScope } from "../scope.server.ts";
import { visitorRoles } from "./visit-policy.ts";

/** What a phone may keep of a household (U39): the public code, the head's masked name, the group. No number, no phone, no address. */
export type FieldHousehold = { id: string; publicCode: string; head: string; groupName: string; regionCode: string };

const largestFieldList = 600;

/** Households a phone may carry: those of the village the actor keeps, and those the actor is responsible for. */
export async function listFieldHouseholds(db: DbOrTx, actor: Actor): Promise<FieldHousehold[]> {
  const userId = actorUserId(actor);
  if (userId === null) return [];
  const own = db
    .select({ id: responsiblePersons.householdId })
    .from(responsiblePersons)
    .where(and(eq(responsiblePersons.userId, userId), isNull(responsiblePersons.toAt)));
  const rows = await db
    .select({
      id: households.id,
      publicCode: households.publicCode,
      headName: households.headName,
      groupName: households.groupName,
      regionCode: households.regionCode,
    })
    .from(households)
    .where(
      and(
        notInArray(households.state, [...endedHouseholdStates]),
        inScope(households.regionCode, scopesOf(actor, visitorRoles)),
        or(inScope(households.regionCode, scopesOf(actor, householdKeeperRoles)), inArray(households.id, own)),
      ),
    )
    .orderBy(asc(households.regionCode), asc(households.groupName), asc(households.publicCode))
    .limit(largestFieldList);
  return rows.map(({ headName, groupName, ...row }) => ({
    ...row,
    head: maskName(headName),
    groupName: groupName ?? "",
  }));
}

/** Photos of a visit that are here whole. Ask with a visit that was found to be the actor's. */
export async function listStoredPhotoIds(db: DbOrTx, visitId: string): Promise<string[]> {
  const rows = await db.select({ id: visitPhotos.id }).from(visitPhotos).where(eq(visitPhotos.visitId, visitId));
  return rows.map(({ id }) => id);
}
