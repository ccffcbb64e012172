/** Who may do what in volunteering. Organizers act for their own verified organization only; volunteers for themselves only. */
import { type Actor, membershipOf } from "../actor.ts";

/** Only an organization whose papers staff have verified posts projects (L6). */
export function canOrganize(actor: Actor, organizationId: string): boolean {
  return membershipOf(actor, organizationId)?.isVerified === true;
}

/** The organizations an actor may act for; put them in the query. */
export function organizedIds(actor: Actor): string[] {
  return actor.kind === "user"
    ? actor.memberships.filter((one) => one.isVerified).map((one) => one.organizationId)
    : [];
}
