/** Who may do what with a need, read by pages and commands alike. The transition table says which step starts from which state. */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type NeedEvent, type NeedState, needTransitions } from "./need.ts";

/** Staff who see needs of their subtree before they are public. */
export const needReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

/** Staff who draft needs, each for their own village. */
export const needDrafterRoles = ["village_officer"] as const satisfies readonly StaffRole[];

type NeedPlace = { readonly regionCode: string };
type NeedInState = NeedPlace & { readonly state: NeedState };

/** States in which the officer may still change the words and the budget. */
export const editableNeedStates = ["drafted", "returned"] as const satisfies readonly NeedState[];

export function isEditableNeedState(state: NeedState): boolean {
  return state === "drafted" || state === "returned";
}

export function canReadNeed(actor: Actor, need: NeedPlace): boolean {
  return hasRoleFor(actor, needReaderRoles, need.regionCode);
}

export function canDraftNeed(actor: Actor, regionCode: string): boolean {
  return regionCode.length === 12 && hasRoleFor(actor, needDrafterRoles, regionCode);
}

export function canEditNeed(actor: Actor, need: NeedInState): boolean {
  return isEditableNeedState(need.state) && hasRoleFor(actor, needDrafterRoles, need.regionCode);
}

function canStep(actor: Actor, need: NeedInState, event: NeedEvent): boolean {
  return (
    stateAfter(needTransitions, need.state, event) !== undefined && hasRoleFor(actor, needDrafterRoles, need.regionCode)
  );
}

export function canSubmitNeed(actor: Actor, need: NeedInState): boolean {
  return canStep(actor, need, "submit");
}

export function canWithdrawNeed(actor: Actor, need: NeedInState): boolean {
  return canStep(actor, need, "withdraw");
}
