/**
 * Route policies: who may enter at all. Every route names one (deny by default); what a person may do to one object is asked in
 * the noun's own policy file and, for scope, inside the query.
 */
import type { Actor, SignedInActor, StaffRole } from "#app/domain/actor.ts";

export type Policy<AllowedActor extends Actor = Actor> = {
  readonly name: string;
  readonly allows: (actor: Actor) => actor is AllowedActor;
  /** Also for a session that has not shown the second factor it must have: enrolling, and nothing else (E3). */
  readonly admitsEnrolling?: boolean;
};

/** Public pages: no sign-in, no JavaScript. */
export const anyone: Policy<Actor> = {
  name: "anyone",
  allows: (actor): actor is Actor => actor !== undefined,
};

export const signedIn: Policy<SignedInActor> = {
  name: "signed in",
  allows: (actor): actor is SignedInActor => actor.kind === "user",
};

/** The holder of the account, also before the second factor: for the page on which it is enrolled. */
export const accountHolder: Policy<SignedInActor> = {
  name: "signed in, also to enrol a second factor",
  allows: (actor): actor is SignedInActor => actor.kind === "user",
  admitsEnrolling: true,
};

/** Staff with at least one of the roles, in any region; which region is the query's business. */
export function staff(...roles: readonly [StaffRole, ...StaffRole[]]): Policy<SignedInActor> {
  return {
    name: `staff: ${roles.join(", ")}`,
    allows: (actor): actor is SignedInActor =>
      actor.kind === "user" && actor.grants.some((grant) => roles.includes(grant.role)),
  };
}

/** Any staff member, supervisors and auditors included. */
export const anyStaff: Policy<SignedInActor> = {
  name: "staff: any",
  allows: (actor): actor is SignedInActor => actor.kind === "user" && actor.grants.length > 0,
};

/** A member of any organization, verified or not yet. */
export const organizationMember: Policy<SignedInActor> = {
  name: "organization member",
  allows: (actor): actor is SignedInActor => actor.kind === "user" && actor.memberships.length > 0,
};
