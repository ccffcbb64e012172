import { and, asc, eq, ilike, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { accountProposals } from "#db/schema/account-proposals.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId } from "../ids.ts";
import { isSecondPerson } from "./account.ts";
import { accountInScope, holdsKeys } from "./account-scope.server.ts";
import { unusablePasswordHash } from "./password-rules.ts";

const mostFound = 20;
const disabler = alias(users, "disabler");

function accountFields(at: Date) {
  return {
    userId: users.id,
    displayName: users.displayName,
    email: users.email,
    isDisabled: users.isDisabled,
    isInvited: sql<boolean>`${users.passwordHash} = ${unusablePasswordHash}`,
    holdsKeys: holdsKeys(at),
  };
}

/**
 * Accounts in the reader's places by their whole address, or by a part of the name of somebody who has a place: the names of those who only
 * give are not for browsing. Nothing is found without words.
 */
export async function findAccounts(db: DbOrTx, { actor, text, at }: { actor: Actor; text: string; at: Date }) {
  if ([...text].length < 2) return [];
  const words = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const hasPlace = sql`exists (select from account_places(${users.id}, ${at.toISOString()}::timestamptz))`;
  return db
    .select(accountFields(at))
    .from(users)
    .where(
      and(
        or(eq(users.email, text.toLowerCase()), and(ilike(users.displayName, words), hasPlace)),
        accountInScope(actor, at),
      ),
    )
    .orderBy(asc(users.displayName), asc(users.id))
    .limit(mostFound);
}
export type FoundAccount = Awaited<ReturnType<typeof findAccounts>>[number];

/** One account in the reader's places, with what it holds; null where it is not there for this reader. */
export async function getStaffAccount(db: DbOrTx, { actor, userId, at }: { actor: Actor; userId: string; at: Date }) {
  if (!isId(userId)) return null;
  const [account] = await db
    .select({
      ...accountFields(at),
      createdAt: users.createdAt,
      hasSecondFactor: sql<boolean>`${secondFactors.enrolledAt} is not null`,
      disabledBy: disabler.displayName,
      disabledAt: users.disabledAt,
      disableReason: users.disableReason,
    })
    .from(users)
    .leftJoin(secondFactors, and(eq(secondFactors.userId, users.id), isNotNull(secondFactors.enrolledAt)))
    .leftJoin(disabler, eq(disabler.id, users.disabledBy))
    .where(and(eq(users.id, userId), accountInScope(actor, at)));
  if (!account) return null;
  const now = sql`${at.toISOString()}::timestamptz`;
  const roles = await db
    .select({
      id: roleGrants.id,
      role: roleGrants.role,
      regionCode: roleGrants.regionCode,
      placeName: regions.shortName,
    })
    .from(roleGrants)
    .leftJoin(regions, eq(regions.code, roleGrants.regionCode))
    .where(and(eq(roleGrants.userId, userId), sql`(${roleGrants.validTo} is null or ${roleGrants.validTo} > ${now})`))
    .orderBy(asc(roleGrants.regionCode), asc(roleGrants.role));
  const memberOf = await db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.organizationId))
    .where(eq(organizationMembers.userId, userId))
    .orderBy(asc(organizations.name));
  const proposals = await proposalsWhere(db, actor, at, eq(accountProposals.userId, userId));
  return { ...account, isOwn: actorUserId(actor) === userId, roles, memberOf, proposals };
}
export type StaffAccount = NonNullable<Awaited<ReturnType<typeof getStaffAccount>>>;

/** Steps on accounts of the reader's places that wait for a second administrator. */
export function listAccountProposals(db: DbOrTx, { actor, at }: { actor: Actor; at: Date }) {
  return proposalsWhere(db, actor, at, sql`true`);
}

/** How many of them this person may agree to. */
export async function countAccountProposalsToDecide(
  db: DbOrTx,
  { actor, at }: { actor: Actor; at: Date },
): Promise<number> {
  return (await listAccountProposals(db, { actor, at })).filter(({ canApprove }) => canApprove).length;
}

async function proposalsWhere(db: DbOrTx, actor: Actor, at: Date, condition: SQL) {
  const proposer = alias(users, "proposer");
  const rows = await db
    .select({
      id: accountProposals.id,
      userId: accountProposals.userId,
      displayName: users.displayName,
      step: accountProposals.step,
      reason: accountProposals.reason,
      proposedBy: accountProposals.proposedBy,
      proposedByName: proposer.displayName,
      proposedAt: accountProposals.proposedAt,
    })
    .from(accountProposals)
    .innerJoin(users, eq(users.id, accountProposals.userId))
    .innerJoin(proposer, eq(proposer.id, accountProposals.proposedBy))
    .where(and(eq(accountProposals.state, "proposed"), accountInScope(actor, at), condition))
    .orderBy(asc(accountProposals.proposedAt), asc(accountProposals.id))
    .limit(100);
  return rows.map((row) => ({
    ...row,
    canApprove: isSecondPerson(actor, row),
    canReject: row.userId !== actorUserId(actor),
  }));
}
export type AccountProposal = Awaited<ReturnType<typeof listAccountProposals>>[number];
