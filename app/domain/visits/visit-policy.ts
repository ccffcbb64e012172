/** Who visits, who reads visits, and who decides about a visit that could not count at once. Scope is asked again inside every query. */
import { type Actor, actorUserId, hasRoleFor, type StaffRole } from "../actor.ts";
import { householdReaderRoles } from "../households/household-policy.ts";

/** 五级书记遍访 (S28): not the village officer alone. */
export const visitorRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];

export const visitReaderRoles = householdReaderRoles;

/** A level above the village. */
export const visitDeciderRoles = ["town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];

export function canVisit(actor: Actor, regionCode: string): boolean {
  return regionCode.length === 12 && hasRoleFor(actor, visitorRoles, regionCode);
}

/** Only who made a visit says what was wrong in it. */
export function canCorrectVisit(actor: Actor, visit: { visitedBy: string; regionCode: string }): boolean {
  return actorUserId(actor) === visit.visitedBy && canVisit(actor, visit.regionCode);
}

/** Nobody decides about a visit of their own (A12). */
export function canDecideVisit(actor: Actor, visit: { visitedBy: string; regionCode: string }): boolean {
  return actorUserId(actor) !== visit.visitedBy && hasRoleFor(actor, visitDeciderRoles, visit.regionCode);
}
