/**
 * Who asks: the one value every command and scoped query takes. Made once per request from the session; jobs use `systemActor`.
 * Staff authority is a role on a region subtree: a subtree is a code prefix (S31).
 */
export const staffRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
  "platform_admin",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export type StaffGrant = { readonly role: StaffRole; readonly regionCode: string };

export type Membership = {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly kind: "enterprise" | "social_organization" | "charity" | "public_unit" | "school" | "hospital";
  readonly isVerified: boolean;
};

export type SignedInActor = {
  readonly kind: "user";
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly grants: readonly StaffGrant[];
  readonly memberships: readonly Membership[];
};
export type Actor = { readonly kind: "anonymous" } | SignedInActor | { readonly kind: "system" };

export const anonymousActor: Actor = { kind: "anonymous" };
export const systemActor: Actor = { kind: "system" };

/** The user id to write on a record, or null for anonymous visitors and jobs. */
export function actorUserId(actor: Actor): string | null {
  return actor.kind === "user" ? actor.userId : null;
}

/** Whether `regionCode` lies in the subtree of `scopeCode` (the root scope is the empty string: the whole country). */
export function isInSubtree(scopeCode: string, regionCode: string): boolean {
  return regionCode.startsWith(scopeCode);
}

/** Whether the actor holds one of the roles for a region that contains `regionCode`. */
export function hasRoleFor(actor: Actor, roles: readonly StaffRole[], regionCode: string): boolean {
  return (
    actor.kind === "user" &&
    actor.grants.some((grant) => roles.includes(grant.role) && isInSubtree(grant.regionCode, regionCode))
  );
}

/** The region subtrees in which the actor holds one of the roles; put them in the query, never only in the caller. */
export function scopesOf(actor: Actor, roles: readonly StaffRole[] = staffRoles): string[] {
  if (actor.kind !== "user") return [];
  return actor.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.regionCode);
}

/** Whether the actor is staff at all. */
export function isStaff(actor: Actor): actor is SignedInActor {
  return actor.kind === "user" && actor.grants.length > 0;
}

/** The actor's membership of an organization, if any. */
export function membershipOf(actor: Actor, organizationId: string): Membership | undefined {
  return actor.kind === "user"
    ? actor.memberships.find((membership) => membership.organizationId === organizationId)
    : undefined;
}

/** Staff, and whoever acts for a charity: they see people's files or move money, so a password alone is not enough (E3). */
export function mustHaveSecondFactor(actor: SignedInActor): boolean {
  return actor.grants.length > 0 || actor.memberships.some((membership) => membership.kind === "charity");
}
