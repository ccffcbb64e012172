/** Who may take which step of a pledge. The helper's own people never act for the recipient's side (D6). */
import { type Actor, hasRoleFor, membershipOf, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type PledgeEvent, type PledgeKind, type PledgeState, pledgeTransitions } from "./pledge.ts";

export const pledgeReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];
export const pledgeVillageRoles = ["village_officer"] as const satisfies readonly StaffRole[];
export const pledgeCheckerRoles = ["town_verifier"] as const satisfies readonly StaffRole[];

/** The steps staff take, with the roles that take them. */
export const staffPledgeSteps = {
  accept: pledgeVillageRoles,
  decline: pledgeVillageRoles,
  receive: pledgeVillageRoles,
  check: pledgeCheckerRoles,
  deliver: pledgeVillageRoles,
  sign: pledgeVillageRoles,
  release: pledgeVillageRoles,
} as const satisfies Partial<Record<PledgeEvent, readonly StaffRole[]>>;
export type StaffPledgeEvent = keyof typeof staffPledgeSteps;

type PledgeSides = {
  regionCode: string;
  state: PledgeState;
  kind: PledgeKind;
  organizationId: string | null;
  userId: string | null;
};

/** Whether the actor is the helper: the person, or one of the organization's people. */
export function isPledger(actor: Actor, pledge: Pick<PledgeSides, "organizationId" | "userId">): boolean {
  if (actor.kind !== "user") return false;
  if (pledge.userId === actor.userId) return true;
  return pledge.organizationId !== null && membershipOf(actor, pledge.organizationId) !== undefined;
}

/** Money promised for later is never received here: it is given as a donation to a charity when that is possible. */
export function canTakePledgeStep(actor: Actor, pledge: PledgeSides, event: StaffPledgeEvent): boolean {
  if (pledge.kind === "money_later" && event !== "accept" && event !== "decline") return false;
  return (
    stateAfter(pledgeTransitions, pledge.state, event) !== undefined &&
    hasRoleFor(actor, staffPledgeSteps[event], pledge.regionCode) &&
    !isPledger(actor, pledge)
  );
}

export function canWithdrawPledge(actor: Actor, pledge: PledgeSides): boolean {
  return stateAfter(pledgeTransitions, pledge.state, "withdraw") !== undefined && isPledger(actor, pledge);
}

export const staffPledgeEvents = [
  "accept",
  "decline",
  "receive",
  "check",
  "deliver",
  "sign",
  "release",
] as const satisfies readonly StaffPledgeEvent[];
