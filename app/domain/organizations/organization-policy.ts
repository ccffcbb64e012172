/** Who may do what with an organization. Its own people never review it (D6: two pairs of eyes). */
import { type Actor, hasRoleFor, membershipOf, type StaffRole } from "../actor.ts";
import { stateAfter } from "../transitions.ts";
import { type OrganizationEvent, type OrganizationState, organizationTransitions } from "./organization.ts";

export const organizationReviewerRoles = ["county_verifier", "platform_admin"] as const satisfies readonly StaffRole[];
export const organizationReaderRoles = [
  "county_verifier",
  "platform_admin",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

type ReviewedOrganization = { id: string; regionCode: string; state: OrganizationState };

/** Whether the actor may take this step of the review now. */
export function canReviewOrganization(
  actor: Actor,
  organization: ReviewedOrganization,
  event: Exclude<OrganizationEvent, "register_again">,
): boolean {
  return (
    stateAfter(organizationTransitions, organization.state, event) !== undefined &&
    hasRoleFor(actor, organizationReviewerRoles, organization.regionCode) &&
    membershipOf(actor, organization.id) === undefined
  );
}

/** Whether the actor may act in the organization's name: a member, and staff have verified it. */
export function canActFor(actor: Actor, organizationId: string): boolean {
  return membershipOf(actor, organizationId)?.isVerified === true;
}

/** The verified charities the actor acts for: what two of its people do with its money is limited to them. */
export function charitiesOf(actor: Actor): { id: string; name: string }[] {
  if (actor.kind !== "user") return [];
  return actor.memberships
    .filter((membership) => membership.kind === "charity" && membership.isVerified)
    .map((membership) => ({ id: membership.organizationId, name: membership.organizationName }));
}
