/** An intent is its helper's alone: the person, or the people of the organization. Staff read those that could help their region. */
import { type Actor, membershipOf, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type IntentEvent, type IntentState, intentTransitions } from "./intent.ts";

export const matcherRoles = ["town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];
export const matchReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
  "platform_admin",
] as const satisfies readonly StaffRole[];

type Owned = { userId: string | null; organizationId: string | null };

export function isIntentOwner(actor: Actor, intent: Owned): boolean {
  if (actor.kind !== "user") return false;
  if (intent.userId === actor.userId) return true;
  return intent.organizationId !== null && membershipOf(actor, intent.organizationId) !== undefined;
}

export type HelperIntentEvent = Extract<IntentEvent, "pause" | "resume" | "withdraw">;

export function canMoveIntent(actor: Actor, intent: Owned & { state: IntentState }, event: HelperIntentEvent): boolean {
  return stateAfter(intentTransitions, intent.state, event) !== undefined && isIntentOwner(actor, intent);
}
