import { and, asc, count, desc, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { helperGroups } from "#db/schema/helper-groups.server.ts";
import { households } from "#db/schema/households.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { withRelayedContact } from "../relay.ts";
import { inScope } from "../scope.server.ts";
import { listTransitions } from "../transition-queries.server.ts";
import type { PairingState } from "./pairing.ts";
import { isHelpedBy, isMyStep, isPartneredBy } from "./pairing-conditions.server.ts";
import { kindsOfStep, pairingReaderRoles, type StaffPairingEvent } from "./pairing-policy.ts";

const partners = alias(organizations, "partners");

/** What both sides see. A household is only its public code. */
const sharedFields = {
  id: pairings.id,
  publicCode: pairings.publicCode,
  kind: pairings.kind,
  state: pairings.state,
  regionCode: pairings.regionCode,
  villageName: regions.shortName,
  householdCode: households.publicCode,
  organizationId: pairings.organizationId,
  organizationName: organizations.name,
  userId: pairings.userId,
  groupId: pairings.groupId,
  groupName: helperGroups.name,
  partnerOrganizationId: pairings.partnerOrganizationId,
  partnerName: partners.name,
  agreedAt: pairings.agreedAt,
  agreementText: pairings.agreementText,
  promise: pairings.promise,
  villageNote: pairings.villageNote,
  fromDay: pairings.fromDay,
  toDay: pairings.toDay,
  createdAt: pairings.createdAt,
  activatedAt: pairings.activatedAt,
  endedAt: pairings.endedAt,
};

/** Staff also see who the helper is and how to reach it: contact is relayed by them, never swapped (S39). */
const staffFields = {
  ...sharedFields,
  proposedBy: pairings.proposedBy,
  householdId: pairings.householdId,
  headName: households.headName,
  personName: users.displayName,
  personEmail: users.email,
  creditCode: organizations.creditCode,
  organizationState: organizations.state,
  contactName: organizations.contactName,
  contactPhone: organizations.contactPhone,
  contactEmail: organizations.contactEmail,
};

function selectForStaff(db: DbOrTx) {
  return db
    .select(staffFields)
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .leftJoin(organizations, eq(organizations.id, pairings.organizationId))
    .leftJoin(helperGroups, eq(helperGroups.id, pairings.groupId))
    .leftJoin(partners, eq(partners.id, pairings.partnerOrganizationId))
    .leftJoin(users, eq(users.id, pairings.userId))
    .leftJoin(households, eq(households.id, pairings.householdId))
    .$dynamic();
}

function selectForHelper(db: DbOrTx) {
  return db
    .select(sharedFields)
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .leftJoin(organizations, eq(organizations.id, pairings.organizationId))
    .leftJoin(helperGroups, eq(helperGroups.id, pairings.groupId))
    .leftJoin(partners, eq(partners.id, pairings.partnerOrganizationId))
    .leftJoin(households, eq(households.id, pairings.householdId))
    .$dynamic();
}

/** A pairing for staff whose subtree holds its village; null otherwise. */
export async function getStaffPairing(db: DbOrTx, params: { pairingId: string; actor: Actor }) {
  if (!isId(params.pairingId)) return null;
  const [row] = await selectForStaff(db).where(
    and(eq(pairings.id, params.pairingId), inScope(pairings.regionCode, scopesOf(params.actor, pairingReaderRoles))),
  );
  return row ? withRelayedContact(params.actor, row) : null;
}
export type StaffPairing = NonNullable<Awaited<ReturnType<typeof getStaffPairing>>>;

/** Queues of pairings: one row is one tile of the staff home and one view of the list (U21). */
export const pairingQueues = [
  { key: "to_check", states: ["proposed"], event: "check_identity" },
  { key: "to_consent", states: ["identity_checked"], event: "consent" },
  { key: "to_activate", states: ["agreed"], event: "activate" },
  { key: "active", states: ["active"], event: null },
] as const satisfies readonly { key: string; states: readonly PairingState[]; event: StaffPairingEvent | null }[];
export type PairingQueueKey = (typeof pairingQueues)[number]["key"];

/** The queue of a key from a URL, or undefined. */
export function pairingQueueOf(key: string | null) {
  return pairingQueues.find((queue) => queue.key === key);
}

const mayHaveStep = (actor: Actor, event: StaffPairingEvent | null) =>
  actor.kind === "user" &&
  actor.grants.some(({ role }) =>
    event === null ? pairingReaderRoles.some((one) => one === role) : kindsOfStep(role, event).length > 0,
  );

/** How many pairings wait in each queue the actor has a part in. */
export async function countPairingQueues(db: DbOrTx, actor: Actor): Promise<{ key: PairingQueueKey; count: number }[]> {
  const mine = pairingQueues.filter((queue) => mayHaveStep(actor, queue.event));
  return Promise.all(
    mine.map(async ({ key, states, event }) => {
      const isMine =
        event === null ? inScope(pairings.regionCode, scopesOf(actor, pairingReaderRoles)) : isMyStep(actor, event);
      const [row] = await db
        .select({ count: count() })
        .from(pairings)
        .where(and(inArray(pairings.state, [...states]), isMine));
      return { key, count: row?.count ?? 0 };
    }),
  );
}

/** The pairings of the reader's subtree, newest first; of one queue, or all. */
export async function listStaffPairings(db: DbOrTx, params: { actor: Actor; states: readonly PairingState[] }) {
  const rows = await selectForStaff(db)
    .where(
      and(
        params.states.length === 0 ? sql`true` : inArray(pairings.state, [...params.states]),
        inScope(pairings.regionCode, scopesOf(params.actor, pairingReaderRoles)),
      ),
    )
    .orderBy(desc(pairings.createdAt))
    .limit(300);
  return rows.map((row) => withRelayedContact(params.actor, row));
}

/** The helper's own pairing, or null. */
export async function getHelperPairing(db: DbOrTx, params: { pairingId: string; actor: Actor }) {
  if (!isId(params.pairingId)) return null;
  const [row] = await selectForHelper(db).where(and(eq(pairings.id, params.pairingId), isHelpedBy(params.actor)));
  return row ?? null;
}
export type HelperPairing = NonNullable<Awaited<ReturnType<typeof getHelperPairing>>>;

/** A pairing with a school or hospital of the actor's, as its partner; null otherwise. */
export async function getPartnerPairing(db: DbOrTx, params: { pairingId: string; actor: Actor }) {
  if (!isId(params.pairingId)) return null;
  const [row] = await selectForStaff(db).where(and(eq(pairings.id, params.pairingId), isPartneredBy(params.actor)));
  return row ? withRelayedContact(params.actor, row) : null;
}

/** All pairings of the actor and of the actor's organizations, newest first. */
export function listHelperPairings(db: DbOrTx, params: { actor: Actor }) {
  return selectForHelper(db)
    .where(or(isHelpedBy(params.actor), isPartneredBy(params.actor)))
    .orderBy(desc(pairings.createdAt))
    .limit(200);
}

/** What anyone may see of an organization's pairings with villages: those that began, never a proposal, never a household. */
export function listPublicPairingsOfOrganization(db: DbOrTx, params: { organizationId: string }) {
  return db
    .select({
      publicCode: pairings.publicCode,
      regionCode: pairings.regionCode,
      villageName: regions.shortName,
      state: pairings.state,
      promise: pairings.promise,
      fromDay: pairings.fromDay,
      toDay: pairings.toDay,
    })
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(
      and(
        eq(pairings.organizationId, params.organizationId),
        sql`${pairings.householdId} is null`,
        inArray(pairings.state, ["active", "ended", "handed_over"]),
      ),
    )
    .orderBy(sql`${pairings.state} <> 'active'`, desc(pairings.fromDay));
}

/** The officers of a village: the ones through whom everything goes (U18). Names of people in office, for signed-in helpers. */
export function listCoordinators(db: DbOrTx, params: { regionCode: string; at: Date }) {
  const at = sql`${params.at.toISOString()}::timestamptz`;
  return db
    .select({ userId: users.id, name: users.displayName })
    .from(roleGrants)
    .innerJoin(users, eq(users.id, roleGrants.userId))
    .where(
      and(
        eq(roleGrants.role, "village_officer"),
        eq(roleGrants.regionCode, params.regionCode),
        eq(users.isDisabled, false),
        sql`${roleGrants.validFrom} <= ${at} and (${roleGrants.validTo} is null or ${roleGrants.validTo} > ${at})`,
      ),
    )
    .orderBy(asc(users.displayName));
}

/** Where to write about a pairing or pledge of one person. */
export async function getPersonAddress(db: DbOrTx, params: { userId: string }) {
  const [row] = await db
    .select({ userId: users.id, email: users.email, locale: users.locale })
    .from(users)
    .where(and(eq(users.id, params.userId), eq(users.isDisabled, false)));
  return row ?? null;
}

/** Whether a household, by its public code, has a citizen who stands by it now. */
export async function isHouseholdPaired(db: DbOrTx, params: { publicCode: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: pairings.id })
    .from(pairings)
    .innerJoin(households, eq(households.id, pairings.householdId))
    .where(
      and(
        eq(households.publicCode, params.publicCode),
        eq(pairings.state, "active"),
        eq(pairings.kind, "individual_household"),
      ),
    );
  return row !== undefined;
}

/** The life of a pairing as the helper may see it: no names of staff, and how an identity was checked stays with them. */
export async function listHelperHistory(db: DbOrTx, params: { pairingId: string }) {
  const steps = await listTransitions(db, { noun: "pairing", subjectId: params.pairingId });
  return steps.map(({ id, event, at, reason }) => ({
    id,
    event,
    at,
    reason: event === "check_identity" ? null : reason,
  }));
}
