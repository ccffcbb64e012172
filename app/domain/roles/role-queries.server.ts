import { and, asc, count, desc, eq, gt, isNull, like, lte, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, roleProposals, users } from "#db/schema/accounts.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { unusablePasswordHash } from "../accounts/password-rules.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { mayApproveRole, mayGiveRole, roleReaderRoles } from "./role.ts";

const giver = alias(users, "giver");
const approver = alias(users, "approver");
const ender = alias(users, "ender");

const grantFields = {
  id: roleGrants.id,
  userId: roleGrants.userId,
  name: users.displayName,
  email: users.email,
  isDisabled: users.isDisabled,
  /** Invited, and has not set a password yet. */
  isInvited: sql<boolean>`${users.passwordHash} = ${unusablePasswordHash}`,
  role: roleGrants.role,
  regionCode: roleGrants.regionCode,
  placeName: regions.shortName,
  validFrom: roleGrants.validFrom,
  validTo: roleGrants.validTo,
  reason: roleGrants.reason,
  givenBy: giver.displayName,
  approvedBy: approver.displayName,
  endedAt: roleGrants.endedAt,
  endedBy: ender.displayName,
  endReason: roleGrants.endReason,
};

function selectGrants(db: DbOrTx, condition: SQL | undefined) {
  if (condition === undefined) throw new RangeError("roles are never listed without a condition");
  return db
    .select(grantFields)
    .from(roleGrants)
    .innerJoin(users, eq(users.id, roleGrants.userId))
    .leftJoin(regions, eq(regions.code, roleGrants.regionCode))
    .leftJoin(giver, eq(giver.id, roleGrants.givenBy))
    .leftJoin(approver, eq(approver.id, roleGrants.approvedBy))
    .leftJoin(ender, eq(ender.id, roleGrants.endedBy))
    .where(condition);
}
export type RoleGrant = Awaited<ReturnType<typeof selectGrants>>[number];

function isStanding(at: Date) {
  return or(isNull(roleGrants.validTo), gt(roleGrants.validTo, at));
}

export type RoleFilter = { regionCode: string; role: StaffRole | null; text: string; isEnded: boolean };
export const rolesPerPage = 50;

/** The people of a place and everything below it, by level, place and role, inside the reader's subtrees. */
export async function listRoles(
  db: DbOrTx,
  { actor, filter, at, page }: { actor: Actor; filter: RoleFilter; at: Date; page: number },
) {
  const { regionCode, role, text, isEnded } = filter;
  const words = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const condition = and(
    inScope(roleGrants.regionCode, scopesOf(actor, roleReaderRoles)),
    like(roleGrants.regionCode, `${regionCode.replace(/\D/g, "")}%`),
    role === null ? undefined : eq(roleGrants.role, role),
    text === "" ? undefined : or(like(users.displayName, words), like(users.email, words)),
    isEnded ? not(isStanding(at) ?? sql`true`) : isStanding(at),
  );
  const rows = await selectGrants(db, condition)
    .orderBy(
      ...(isEnded ? [desc(roleGrants.validTo)] : []),
      sql`length(${roleGrants.regionCode})`,
      asc(roleGrants.regionCode),
      asc(roleGrants.role),
      asc(users.displayName),
      asc(roleGrants.id),
    )
    .limit(rolesPerPage)
    .offset((page - 1) * rolesPerPage);
  const [total] = await db
    .select({ count: count() })
    .from(roleGrants)
    .innerJoin(users, eq(users.id, roleGrants.userId))
    .where(condition);
  return { rows, count: total?.count ?? 0 };
}

/** One role of somebody in the reader's subtrees, with whether the reader may take it. */
export async function getRole(db: DbOrTx, { grantId, actor, at }: { grantId: string; actor: Actor; at: Date }) {
  if (!isId(grantId)) return null;
  const isHere = inScope(roleGrants.regionCode, scopesOf(actor, roleReaderRoles));
  const [row] = await selectGrants(db, and(eq(roleGrants.id, grantId), isHere));
  if (!row) return null;
  const isOver = row.validTo !== null && row.validTo <= at;
  const isOwn = actor.kind === "user" && actor.userId === row.userId;
  return { ...row, isOver, isOwn, mayTake: !isOver && !isOwn && mayGiveRole(actor, row) };
}

/** One's own roles, the standing ones first. */
export async function listOwnRoles(db: DbOrTx, { userId, at }: { userId: string; at: Date }) {
  const rows = await selectGrants(db, and(eq(roleGrants.userId, userId), lte(roleGrants.validFrom, at))).orderBy(
    desc(roleGrants.validFrom),
    asc(roleGrants.id),
  );
  const marked = rows.map((row) => ({ ...row, isOver: row.validTo !== null && row.validTo <= at }));
  return [...marked.filter((row) => !row.isOver), ...marked.filter((row) => row.isOver)];
}

/** What waits for a second person in the reader's subtrees, with what the reader may do to it. */
export async function listRoleProposals(db: DbOrTx, { actor }: { actor: Actor }) {
  const rows = await db
    .select({
      id: roleProposals.id,
      email: roleProposals.email,
      displayName: roleProposals.displayName,
      role: roleProposals.role,
      regionCode: roleProposals.regionCode,
      placeName: regions.shortName,
      validTo: roleProposals.validTo,
      reason: roleProposals.reason,
      proposedBy: roleProposals.proposedBy,
      proposedByName: users.displayName,
      proposedAt: roleProposals.proposedAt,
    })
    .from(roleProposals)
    .innerJoin(users, eq(users.id, roleProposals.proposedBy))
    .leftJoin(regions, eq(regions.code, roleProposals.regionCode))
    .where(
      and(eq(roleProposals.state, "proposed"), inScope(roleProposals.regionCode, scopesOf(actor, roleReaderRoles))),
    )
    .orderBy(asc(roleProposals.proposedAt), asc(roleProposals.id))
    .limit(100);
  return rows.map((row) => {
    const canApprove = mayApproveRole(actor, row);
    return { ...row, canApprove, canReject: canApprove || mayGiveRole(actor, row) };
  });
}
export type RoleProposal = Awaited<ReturnType<typeof listRoleProposals>>[number];

/** How many wait for this person. */
export async function countRolesToApprove(db: DbOrTx, actor: Actor): Promise<number> {
  return (await listRoleProposals(db, { actor })).filter((proposal) => proposal.canApprove).length;
}
