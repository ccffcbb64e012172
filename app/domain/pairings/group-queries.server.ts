import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { helperGroupMembers, helperGroups } from "#db/schema/helper-groups.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isPublicCode } from "../ids.ts";

const groupSize = sql<number>`helper_group_size(${helperGroups.id})`;
const fields = {
  id: helperGroups.id,
  publicCode: helperGroups.publicCode,
  name: helperGroups.name,
  organizationId: helperGroups.organizationId,
  organizationName: organizations.name,
  size: groupSize,
};

/** A group by its code, for whoever was given it: how many it has, whether the reader is one of them. No member's name. */
export async function getGroup(db: DbOrTx, params: { code: string; actor: Actor }) {
  if (!isPublicCode(params.code)) return null;
  const [group] = await db
    .select(fields)
    .from(helperGroups)
    .innerJoin(organizations, eq(organizations.id, helperGroups.organizationId))
    .where(eq(helperGroups.publicCode, params.code));
  if (!group) return null;
  const [mine] = await db
    .select({ id: helperGroupMembers.id })
    .from(helperGroupMembers)
    .where(
      and(
        eq(helperGroupMembers.groupId, group.id),
        sql`${helperGroupMembers.userId} = ${actorUserId(params.actor)}::uuid`,
        isNull(helperGroupMembers.leftAt),
      ),
    );
  return { ...group, isMember: mine !== undefined };
}

/** The groups of the actor's organizations, with the state of their pairing if there is one. */
export async function listOwnGroups(db: DbOrTx, params: { actor: Actor }) {
  const ids = params.actor.kind === "user" ? params.actor.memberships.map((one) => one.organizationId) : [];
  if (ids.length === 0) return [];
  return db
    .select({
      ...fields,
      pairingId: sql<string | null>`(
        select ${pairings.id} from ${pairings} where ${pairings.groupId} = ${helperGroups.id} and ${pairings.state} = 'active' limit 1)`,
    })
    .from(helperGroups)
    .innerJoin(organizations, eq(organizations.id, helperGroups.organizationId))
    .where(inArray(helperGroups.organizationId, ids))
    .orderBy(asc(helperGroups.createdAt));
}
