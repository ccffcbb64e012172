/**
 * Who may give and take which role where (S31): a role is region subtree × level × kind. One gives only inside one's own subtree and below one's
 * own level, never to oneself. Every role that takes part in the verification, or decides who decides, is agreed to by a second person of the
 * place (F13): otherwise one verifier gives a town and a village to mailboxes of their own and is the whole chain. Only the auditor, who reads
 * and changes nothing, is given by one. Whoever may give a role may take it, at once and alone: taking is the safe side. PostgreSQL holds the
 * same table (028-roles.sql), so that no other way leads around it. Country-wide administrators are made by the operator (`npm run roles:give`).
 */
import { type Actor, actorUserId, isInSubtree, type StaffGrant, type StaffRole, staffRoles } from "../actor.ts";
import type { Transition } from "../transitions.ts";

/** The lengths of the division codes a role belongs to: 2 province, 4 city, 6 county, 9 township, 12 village, 0 the country. */
const placesOf: Readonly<Record<StaffRole, readonly number[]>> = {
  village_officer: [12],
  town_verifier: [9],
  county_verifier: [2, 4, 6],
  supervisor: [6, 9, 12],
  auditor: [0, 2, 4, 6, 9],
  platform_admin: [0, 2, 4, 6],
};

const givenBy: Readonly<Partial<Record<StaffRole, readonly StaffRole[]>>> = {
  platform_admin: staffRoles,
  county_verifier: ["county_verifier", "town_verifier", "village_officer", "supervisor"],
  town_verifier: ["village_officer"],
};

/** Who gives and takes. */
export const roleKeeperRoles = ["platform_admin", "county_verifier", "town_verifier"] as const;
/** Who sees the list of a place: those, and the auditor. */
export const roleReaderRoles = [...roleKeeperRoles, "auditor"] as const;

export const roleProposalStates = ["proposed", "approved", "rejected"] as const;
export type RoleProposalState = (typeof roleProposalStates)[number];

export const roleProposalTransitions = [
  { from: "proposed", event: "approve", to: "approved", label: "同意任命", who: "a second person of the place" },
  { from: "proposed", event: "reject", to: "rejected", label: "不同意", who: "keeper of the place" },
] as const satisfies readonly Transition<RoleProposalState, string>[];

export type RolePlace = { readonly role: StaffRole; readonly regionCode: string };

/** Whether a role exists at that level: no village officer of a county. */
export function fitsPlace({ role, regionCode }: RolePlace): boolean {
  return placesOf[role].includes(regionCode.length);
}

function givesRole(grant: StaffGrant, { role, regionCode }: RolePlace): boolean {
  if (!isInSubtree(grant.regionCode, regionCode) || !givenBy[grant.role]?.includes(role)) return false;
  const isBelow = regionCode.length > grant.regionCode.length;
  return isBelow || (grant.role === "platform_admin" && role !== "platform_admin");
}

/** Whether the actor may give this role there, and take it. */
export function mayGiveRole(actor: Actor, place: RolePlace): boolean {
  return actor.kind === "user" && fitsPlace(place) && actor.grants.some((grant) => givesRole(grant, place));
}

/** The roles the actor may give in a place. */
export function rolesToGive(actor: Actor, regionCode: string): StaffRole[] {
  return staffRoles.filter((role) => mayGiveRole(actor, { role, regionCode }));
}

/** Roles that a second person agrees to. */
export function needsSecondPerson(role: StaffRole): boolean {
  return role !== "auditor";
}

/** Who agrees to a role: whoever decides about it one level up or beside it. */
const agreedToBy: Readonly<Record<StaffRole, readonly StaffRole[]>> = {
  village_officer: ["platform_admin", "county_verifier", "town_verifier"],
  town_verifier: ["platform_admin", "county_verifier"],
  county_verifier: ["platform_admin", "county_verifier"],
  supervisor: ["platform_admin", "county_verifier"],
  auditor: ["platform_admin"],
  platform_admin: ["platform_admin"],
};

type Proposal = RolePlace & { readonly proposedBy: string; readonly email: string };

/** Somebody of the place or above it, who neither proposed it nor is to receive it. */
export function mayApproveRole(actor: Actor, { role, regionCode, proposedBy, email }: Proposal): boolean {
  if (actor.kind !== "user" || actorUserId(actor) === proposedBy || actor.email === email) return false;
  return actor.grants.some(
    (grant) => agreedToBy[role].includes(grant.role) && isInSubtree(grant.regionCode, regionCode),
  );
}
