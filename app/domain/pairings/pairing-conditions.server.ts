import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { pairings } from "#db/schema/pairings.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { kindsOfStep, type StaffPairingEvent } from "./pairing-policy.ts";

/** Rows whose step is this member of staff's: their kinds, in the subtrees of the role that takes it. */
export function isMyStep(actor: Actor, event: StaffPairingEvent): SQL {
  if (actor.kind !== "user") return sql`false`;
  const roles = [...new Set<StaffRole>(actor.grants.map((grant) => grant.role))];
  const mine = roles.flatMap((role) => {
    const kinds = kindsOfStep(role, event);
    return kinds.length === 0
      ? []
      : [and(inArray(pairings.kind, [...kinds]), inScope(pairings.regionCode, scopesOf(actor, [role])))];
  });
  return or(...mine) ?? sql`false`;
}

/** Rows whose helper is the actor or one of the actor's organizations; nobody's rows for anyone else. */
export function isHelpedBy(actor: Actor): SQL {
  if (actor.kind !== "user") return sql`false`;
  const ids = actor.memberships.map((one) => one.organizationId);
  return (
    or(eq(pairings.userId, actor.userId), ids.length === 0 ? undefined : inArray(pairings.organizationId, ids)) ??
    sql`false`
  );
}

/** Rows whose other side is one of the actor's organizations (school to school, hospital to hospital). */
export function isPartneredBy(actor: Actor): SQL {
  if (actor.kind !== "user") return sql`false`;
  const ids = actor.memberships.filter((one) => one.isVerified).map((one) => one.organizationId);
  return ids.length === 0 ? sql`false` : inArray(pairings.partnerOrganizationId, ids);
}
