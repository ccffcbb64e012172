/** Who may read and change a household file. Scope is asked again inside every query: another village's file is not there (S31). */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";
import type { HouseholdState } from "./household.ts";

/** Staff who read whole files in their subtree; the platform's own administrators do not. */
export const householdReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

/** Staff who keep the file: the village officer, on the household's behalf. */
export const householdKeeperRoles = ["village_officer"] as const satisfies readonly StaffRole[];

/** Staff who may name the responsible person. */
export const responsibleAssignerRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];

/** Staff who may be named 帮扶责任人. */
export const responsiblePersonRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];

type HouseholdPlace = { readonly regionCode: string };

export function canReadHousehold(actor: Actor, household: HouseholdPlace): boolean {
  return hasRoleFor(actor, householdReaderRoles, household.regionCode);
}

export function canRegisterHousehold(actor: Actor, regionCode: string): boolean {
  return regionCode.length === 12 && hasRoleFor(actor, householdKeeperRoles, regionCode);
}

export function canKeepHousehold(actor: Actor, household: HouseholdPlace): boolean {
  return hasRoleFor(actor, householdKeeperRoles, household.regionCode);
}

export function canAssignResponsiblePerson(actor: Actor, household: HouseholdPlace): boolean {
  return hasRoleFor(actor, responsibleAssignerRoles, household.regionCode);
}

/** Files on which nothing new is started. */
export const endedHouseholdStates = [
  "closed",
  "withdrawn",
  "rejected",
  "removed",
] as const satisfies readonly HouseholdState[];

export function isEndedHousehold(state: HouseholdState): boolean {
  return endedHouseholdStates.some((one) => one === state);
}
