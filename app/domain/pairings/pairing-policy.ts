/** Who may take which step of a pairing: its kind says (`pairing-kinds.ts`). The helper's own people never act for the other side. */
import { type Actor, hasRoleFor, membershipOf, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type PairingEvent, type PairingState, pairingTransitions } from "./pairing.ts";
import { keptPairingKinds, type PairingKind, pairingKindRows } from "./pairing-kinds.ts";

export const pairingReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];
export const pairingVerifierRoles = ["town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];

/** Who relays messages between the sides (S39). */
export const messageRelayRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];
/** Who compares a doctor's or expert's papers, and gives a hospital its grade. */
export const professionDeciderRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

/** The steps staff take. */
export const staffPairingEvents = [
  "check_identity",
  "consent",
  "decline",
  "activate",
  "review",
  "hand_over",
  "end",
] as const satisfies readonly PairingEvent[];
export type StaffPairingEvent = (typeof staffPairingEvents)[number];

export type HelperPairingEvent = "agree" | "withdraw";

/** The roles that take a step of a kind; none where it is the partner's. */
export function rolesOfStep(kind: PairingKind, event: StaffPairingEvent): readonly StaffRole[] {
  const { checkers, consenters, keepers } = pairingKindRows[kind];
  if (event === "check_identity") return checkers;
  if (event === "consent" || event === "decline") return consenters === "partner" ? [] : consenters;
  return keepers;
}

/** The kinds whose step somebody of this role takes: what a desk of the role lists. */
export function kindsOfStep(role: StaffRole, event: StaffPairingEvent): readonly PairingKind[] {
  return keptPairingKinds.filter((kind) => rolesOfStep(kind, event).includes(role));
}

type PairingSides = {
  kind: PairingKind;
  regionCode: string;
  state: PairingState;
  organizationId: string | null;
  userId: string | null;
  partnerOrganizationId?: string | null;
  proposedBy?: string | null;
};

/** Whether the actor is the helper: the person, or one of the organization's people. */
export function isHelper(actor: Actor, pairing: Pick<PairingSides, "organizationId" | "userId">): boolean {
  if (actor.kind !== "user") return false;
  if (pairing.userId === actor.userId) return true;
  return pairing.organizationId !== null && membershipOf(actor, pairing.organizationId) !== undefined;
}

/** Whether the actor is of the verified school or hospital on the other side. */
export function isPartner(actor: Actor, pairing: Pick<PairingSides, "partnerOrganizationId">): boolean {
  const id = pairing.partnerOrganizationId ?? null;
  return id !== null && membershipOf(actor, id)?.isVerified === true;
}

/** Who proposed a tie in office does not check it as well. */
export function canTakeStaffStep(actor: Actor, pairing: PairingSides, event: StaffPairingEvent): boolean {
  if (stateAfter(pairingTransitions, pairing.state, event) === undefined || isHelper(actor, pairing)) return false;
  if (event === "hand_over" && !pairingKindRows[pairing.kind].isOfficial) return false;
  if (event === "check_identity" && actor.kind === "user" && pairing.proposedBy === actor.userId) return false;
  if (event === "consent" || event === "decline") {
    if (pairingKindRows[pairing.kind].consenters === "partner") return isPartner(actor, pairing);
  }
  return hasRoleFor(actor, rolesOfStep(pairing.kind, event), pairing.regionCode);
}

/** Whether the actor says for the other side what came of a deed: who consents to the kind. */
export function canSpeakForTarget(actor: Actor, pairing: Omit<PairingSides, "state" | "proposedBy">): boolean {
  if (isHelper(actor, pairing)) return false;
  const { consenters } = pairingKindRows[pairing.kind];
  return consenters === "partner" ? isPartner(actor, pairing) : hasRoleFor(actor, consenters, pairing.regionCode);
}

/** An organization that is not (or no longer) verified may step back but not sign. */
export function canTakeHelperStep(actor: Actor, pairing: PairingSides, event: HelperPairingEvent): boolean {
  if (stateAfter(pairingTransitions, pairing.state, event) === undefined || !isHelper(actor, pairing)) return false;
  if (event === "withdraw" || pairing.organizationId === null) return true;
  return membershipOf(actor, pairing.organizationId)?.isVerified === true;
}
