/** Who may take which step of a pairing. The helper's own people never act for the other side. */
import { type Actor, hasRoleFor, membershipOf, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type PairingEvent, type PairingState, pairingTransitions } from "./pairing.ts";

export const pairingReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];
export const pairingVillageRoles = ["village_officer"] as const satisfies readonly StaffRole[];
export const pairingVerifierRoles = ["town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];

/** The steps staff take, with the roles that take them. */
export const staffPairingSteps = {
  check_identity: pairingVerifierRoles,
  consent: pairingVillageRoles,
  decline: pairingVillageRoles,
  activate: pairingVerifierRoles,
  end: pairingVerifierRoles,
} as const satisfies Partial<Record<PairingEvent, readonly StaffRole[]>>;
export type StaffPairingEvent = keyof typeof staffPairingSteps;
export const staffPairingEvents = [
  "check_identity",
  "consent",
  "decline",
  "activate",
  "end",
] as const satisfies readonly StaffPairingEvent[];

export type HelperPairingEvent = "agree" | "withdraw";

type PairingSides = {
  regionCode: string;
  state: PairingState;
  organizationId: string | null;
  userId: string | null;
};

/** Whether the actor is the helper: the person, or one of the organization's people. */
export function isHelper(actor: Actor, pairing: Pick<PairingSides, "organizationId" | "userId">): boolean {
  if (actor.kind !== "user") return false;
  if (pairing.userId === actor.userId) return true;
  return pairing.organizationId !== null && membershipOf(actor, pairing.organizationId) !== undefined;
}

export function canTakeStaffStep(actor: Actor, pairing: PairingSides, event: StaffPairingEvent): boolean {
  return (
    stateAfter(pairingTransitions, pairing.state, event) !== undefined &&
    hasRoleFor(actor, staffPairingSteps[event], pairing.regionCode) &&
    !isHelper(actor, pairing)
  );
}

/** An organization that is not (or no longer) verified may step back but not sign. */
export function canTakeHelperStep(actor: Actor, pairing: PairingSides, event: HelperPairingEvent): boolean {
  if (stateAfter(pairingTransitions, pairing.state, event) === undefined || !isHelper(actor, pairing)) return false;
  if (event === "withdraw" || pairing.organizationId === null) return true;
  return membershipOf(actor, pairing.organizationId)?.isVerified === true;
}
