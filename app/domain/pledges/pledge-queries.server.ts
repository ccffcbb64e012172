import { and, asc, count, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId, isPublicCode } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { withRelayedContact } from "../relay.ts";
import { inScope } from "../scope.server.ts";
import { listTransitions } from "../transition-queries.server.ts";
import type { PledgeState } from "./pledge.ts";
import { pledgeCheckerRoles, pledgeReaderRoles, pledgeVillageRoles } from "./pledge-policy.ts";

const sharedFields = {
  id: pledges.id,
  publicCode: pledges.publicCode,
  needId: pledges.needId,
  needCode: needs.publicCode,
  needTitle: needs.title,
  regionCode: needs.regionCode,
  villageName: regions.shortName,
  needItemId: pledges.needItemId,
  itemName: needItems.name,
  unit: needItems.unit,
  organizationId: pledges.organizationId,
  organizationName: organizations.name,
  userId: pledges.userId,
  kind: pledges.kind,
  state: pledges.state,
  quantity: pledges.quantity,
  receivedQuantity: pledges.receivedQuantity,
  deliveredQuantity: pledges.deliveredQuantity,
  amountFen: pledges.amountFen,
  promisedFor: pledges.promisedFor,
  note: pledges.note,
  version: pledges.version,
  createdAt: pledges.createdAt,
  updatedAt: pledges.updatedAt,
};

/** Staff also see who promised and how to reach it, and who signed. */
const staffFields = {
  ...sharedFields,
  personName: users.displayName,
  personEmail: users.email,
  contactName: organizations.contactName,
  contactPhone: organizations.contactPhone,
  signedByName: pledges.signedByName,
  signatureFileId: pledges.signatureFileId,
};

function selectForStaff(db: DbOrTx) {
  return db
    .select(staffFields)
    .from(pledges)
    .innerJoin(needs, eq(needs.id, pledges.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(needItems, eq(needItems.id, pledges.needItemId))
    .leftJoin(organizations, eq(organizations.id, pledges.organizationId))
    .leftJoin(users, eq(users.id, pledges.userId))
    .$dynamic();
}

function selectForHelper(db: DbOrTx) {
  return db
    .select(sharedFields)
    .from(pledges)
    .innerJoin(needs, eq(needs.id, pledges.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(needItems, eq(needItems.id, pledges.needItemId))
    .leftJoin(organizations, eq(organizations.id, pledges.organizationId))
    .$dynamic();
}

/** A pledge for staff whose subtree holds the need's village; null otherwise. */
export async function getStaffPledge(db: DbOrTx, params: { pledgeId: string; actor: Actor }) {
  if (!isId(params.pledgeId)) return null;
  const [row] = await selectForStaff(db).where(
    and(eq(pledges.id, params.pledgeId), inScope(needs.regionCode, scopesOf(params.actor, pledgeReaderRoles))),
  );
  return row ? withRelayedContact(params.actor, row) : null;
}
export type StaffPledge = NonNullable<Awaited<ReturnType<typeof getStaffPledge>>>;

/** Queues of pledges: one row is one tile of the staff home and one view of the list (U21). */
export const pledgeQueues = [
  { key: "to_accept", states: ["pledged"], roles: pledgeVillageRoles },
  { key: "to_receive", states: ["accepted", "overdue"], roles: pledgeVillageRoles },
  { key: "to_check", states: ["received"], roles: pledgeCheckerRoles },
  { key: "to_deliver", states: ["checked"], roles: pledgeVillageRoles },
  { key: "to_sign", states: ["delivered"], roles: pledgeVillageRoles },
] as const satisfies readonly { key: string; states: readonly PledgeState[]; roles: readonly StaffRole[] }[];
export type PledgeQueueKey = (typeof pledgeQueues)[number]["key"];

/** The queue of a key from a URL, or undefined. */
export function pledgeQueueOf(key: string | null) {
  return pledgeQueues.find((queue) => queue.key === key);
}

/** How many pledges wait in each queue the actor has a part in. */
export async function countPledgeQueues(db: DbOrTx, actor: Actor): Promise<{ key: PledgeQueueKey; count: number }[]> {
  const mine = pledgeQueues.filter((queue) => scopesOf(actor, queue.roles).length > 0);
  return Promise.all(
    mine.map(async ({ key, states, roles }) => {
      const [row] = await db
        .select({ count: count() })
        .from(pledges)
        .innerJoin(needs, eq(needs.id, pledges.needId))
        .where(and(inArray(pledges.state, [...states]), inScope(needs.regionCode, scopesOf(actor, roles))));
      return { key, count: row?.count ?? 0 };
    }),
  );
}

/** The pledges of the reader's subtree, newest first; of one queue, or all. */
export async function listStaffPledges(db: DbOrTx, params: { actor: Actor; states: readonly PledgeState[] }) {
  const rows = await selectForStaff(db)
    .where(
      and(
        params.states.length === 0 ? sql`true` : inArray(pledges.state, [...params.states]),
        inScope(needs.regionCode, scopesOf(params.actor, pledgeReaderRoles)),
      ),
    )
    .orderBy(desc(pledges.createdAt))
    .limit(300);
  return rows.map((row) => withRelayedContact(params.actor, row));
}

/** Rows promised by the actor or by one of the actor's organizations; nobody's rows for anyone else. */
function isPledgedBy(actor: Actor): SQL {
  if (actor.kind !== "user") return sql`false`;
  const ids = actor.memberships.map((one) => one.organizationId);
  return (
    or(eq(pledges.userId, actor.userId), ids.length === 0 ? undefined : inArray(pledges.organizationId, ids)) ??
    sql`false`
  );
}

/** The helper's own pledge, or null. */
export async function getHelperPledge(db: DbOrTx, params: { pledgeId: string; actor: Actor }) {
  if (!isId(params.pledgeId)) return null;
  const [row] = await selectForHelper(db).where(and(eq(pledges.id, params.pledgeId), isPledgedBy(params.actor)));
  return row ?? null;
}
export type HelperPledge = NonNullable<Awaited<ReturnType<typeof getHelperPledge>>>;

/** All pledges of the actor and of the actor's organizations, newest first. */
export function listHelperPledges(db: DbOrTx, params: { actor: Actor }) {
  return selectForHelper(db).where(isPledgedBy(params.actor)).orderBy(desc(pledges.createdAt)).limit(200);
}

/** The published need one can promise to, with what is left of each item; null where there is none. */
export async function getPledgeNeed(db: DbOrTx, params: { publicCode: string }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [need] = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      summary: needs.summary,
      type: needs.type,
      state: needs.state,
      goalFen: needs.goalFen,
      regionCode: needs.regionCode,
      villageName: regions.shortName,
      neededBy: needs.neededBy,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(eq(needs.publicCode, params.publicCode), isPublicNeed()));
  if (!need) return null;
  const items = await db
    .select({
      id: needItems.id,
      name: needItems.name,
      unit: needItems.unit,
      quantity: needItems.quantity,
      left: sql<number>`${needItems.quantity} - ${needItems.pledgedQuantity}`,
    })
    .from(needItems)
    .where(eq(needItems.needId, need.id))
    .orderBy(asc(needItems.position));
  return { ...need, items };
}
export type PledgeNeed = NonNullable<Awaited<ReturnType<typeof getPledgeNeed>>>;

/** The life of a pledge as the helper may see it: no names of staff. */
export async function listPledgeHistoryForHelper(db: DbOrTx, params: { pledgeId: string }) {
  const steps = await listTransitions(db, { noun: "pledge", subjectId: params.pledgeId });
  return steps.map(({ id, event, at, reason }) => ({ id, event, at, reason }));
}

/** What an organization promised and kept, for its public page: goods and hours signed for, never to whom in a household. */
export function listKeptPledgesOfOrganization(db: DbOrTx, params: { organizationId: string }) {
  return db
    .select({
      publicCode: pledges.publicCode,
      needCode: needs.publicCode,
      needTitle: needs.title,
      villageName: regions.shortName,
      itemName: needItems.name,
      unit: needItems.unit,
      deliveredQuantity: pledges.deliveredQuantity,
      updatedAt: pledges.updatedAt,
    })
    .from(pledges)
    .innerJoin(needs, eq(needs.id, pledges.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .innerJoin(needItems, eq(needItems.id, pledges.needItemId))
    .where(and(eq(pledges.organizationId, params.organizationId), eq(pledges.state, "fulfilled"), isPublicNeed()))
    .orderBy(desc(pledges.updatedAt))
    .limit(50);
}
