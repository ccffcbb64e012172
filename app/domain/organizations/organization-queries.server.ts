import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, membershipOf, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import type { OrganizationState } from "./organization.ts";
import { organizationReaderRoles, organizationReviewerRoles } from "./organization-policy.ts";

const ownFields = {
  id: organizations.id,
  kind: organizations.kind,
  name: organizations.name,
  creditCode: organizations.creditCode,
  state: organizations.state,
  regionCode: organizations.regionCode,
  introduction: organizations.introduction,
  contactName: organizations.contactName,
  contactPhone: organizations.contactPhone,
  contactEmail: organizations.contactEmail,
  qualificationNumber: organizations.qualificationNumber,
  qualificationValidTo: organizations.qualificationValidTo,
  reviewNote: organizations.reviewNote,
  reviewedAt: organizations.reviewedAt,
  createdAt: organizations.createdAt,
  regionName: regions.shortName,
};

/** The organizations the actor belongs to, with what its own people may see. */
export async function listOwnOrganizations(db: DbOrTx, params: { actor: Actor }) {
  const ids = params.actor.kind === "user" ? params.actor.memberships.map((one) => one.organizationId) : [];
  if (ids.length === 0) return [];
  return db
    .select(ownFields)
    .from(organizations)
    .leftJoin(regions, eq(regions.code, organizations.regionCode))
    .where(inArray(organizations.id, ids))
    .orderBy(asc(organizations.createdAt));
}

/** One of the actor's own organizations, or null. */
export async function getOwnOrganization(db: DbOrTx, params: { organizationId: string; actor: Actor }) {
  const all = await listOwnOrganizations(db, { actor: params.actor });
  return all.find((one) => one.id === params.organizationId) ?? null;
}

/** An organization for staff whose subtree holds its county; null otherwise. `isOwn`: the reader is a member. */
export async function getStaffOrganization(db: DbOrTx, params: { organizationId: string; actor: Actor }) {
  if (!isId(params.organizationId)) return null;
  const [row] = await db
    .select(ownFields)
    .from(organizations)
    .leftJoin(regions, eq(regions.code, organizations.regionCode))
    .where(
      and(
        eq(organizations.id, params.organizationId),
        inScope(organizations.regionCode, scopesOf(params.actor, organizationReaderRoles)),
      ),
    );
  return row ? { ...row, isOwn: membershipOf(params.actor, row.id) !== undefined } : null;
}
export type StaffOrganization = NonNullable<Awaited<ReturnType<typeof getStaffOrganization>>>;

/** The organizations of the reader's subtree, those that wait for review first. */
export function listStaffOrganizations(db: DbOrTx, params: { actor: Actor; state: OrganizationState | null }) {
  return db
    .select({
      id: organizations.id,
      kind: organizations.kind,
      name: organizations.name,
      creditCode: organizations.creditCode,
      state: organizations.state,
      regionName: regions.shortName,
      createdAt: organizations.createdAt,
    })
    .from(organizations)
    .leftJoin(regions, eq(regions.code, organizations.regionCode))
    .where(
      and(
        params.state === null ? sql`true` : eq(organizations.state, params.state),
        inScope(organizations.regionCode, scopesOf(params.actor, organizationReaderRoles)),
      ),
    )
    .orderBy(sql`${organizations.state} <> 'registered'`, asc(organizations.createdAt))
    .limit(300);
}
export type StaffOrganizationListItem = Awaited<ReturnType<typeof listStaffOrganizations>>[number];

/** How many organizations wait for this reviewer. */
export async function countOrganizationsToReview(db: DbOrTx, actor: Actor): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(organizations)
    .where(
      and(
        eq(organizations.state, "registered"),
        inScope(organizations.regionCode, scopesOf(actor, organizationReviewerRoles)),
      ),
    );
  return row?.count ?? 0;
}

/** What anyone may know of a verified organization: the public register's facts and its own words, never a person's name or number. */
export async function getPublicOrganization(db: DbOrTx, params: { organizationId: string }) {
  if (!isId(params.organizationId)) return null;
  const [row] = await db
    .select({
      id: organizations.id,
      kind: organizations.kind,
      name: organizations.name,
      creditCode: organizations.creditCode,
      introduction: organizations.introduction,
      regionName: regions.shortName,
      qualificationNumber: organizations.qualificationNumber,
      qualificationValidTo: organizations.qualificationValidTo,
      verifiedAt: organizations.reviewedAt,
    })
    .from(organizations)
    .leftJoin(regions, eq(regions.code, organizations.regionCode))
    .where(and(eq(organizations.id, params.organizationId), eq(organizations.state, "verified")));
  return row ?? null;
}

/** Counties where an organization can register: those whose villages are on the platform. */
export function listCountiesWithVillages(db: DbOrTx) {
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(
      and(
        eq(regions.level, "county"),
        sql`exists (select from villages where left(villages.region_code, 6) = ${regions.code})`,
      ),
    )
    .orderBy(asc(regions.code));
}

/** Where to write to the people of an organization. */
export function listMemberAddresses(db: DbOrTx, params: { organizationId: string }) {
  return db
    .select({ userId: users.id, email: users.email, locale: users.locale })
    .from(organizationMembers)
    .innerJoin(users, eq(users.id, organizationMembers.userId))
    .where(and(eq(organizationMembers.organizationId, params.organizationId), eq(users.isDisabled, false)));
}
