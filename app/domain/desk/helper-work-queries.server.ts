import { and, asc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { poolAllocations } from "#db/schema/pools.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { SignedInActor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { listHelperDues } from "./pairing-work-queries.server.ts";
import { offeredSeats, signupsToAnswer, unansweredSignups } from "./volunteer-work-queries.server.ts";
import { deskSize, oldestFirst, type WorkItem, type WorkKind } from "./work-item.ts";

/** Whose desk: the person's own promises, or those of the organizations they are a member of. */
export type Desk = "own" | "organization";
type Source = (db: DbOrTx, actor: SignedInActor, desk: Desk) => Promise<WorkItem[]>;

const named = (kind: WorkKind) => (row: Omit<WorkItem, "kind">) => ({ ...row, kind });

function isOf(
  actor: SignedInActor,
  desk: Desk,
  columns: { userId: typeof pledges.userId; organizationId: typeof pledges.organizationId },
): SQL {
  if (desk === "own") return eq(columns.userId, actor.userId);
  const ids = actor.memberships.map((one) => one.organizationId);
  return ids.length === 0 ? sql`false` : inArray(columns.organizationId, ids);
}

/** Promised, accepted, and not yet handed over in full. */
const pledgesToHandOver: Source = async (db, actor, desk) => {
  const rows = await db
    .select({ id: pledges.id, title: needs.title, place: regions.shortName, since: pledges.updatedAt })
    .from(pledges)
    .innerJoin(needs, eq(needs.id, pledges.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(inArray(pledges.state, ["accepted", "overdue"]), isOf(actor, desk, pledges)))
    .orderBy(asc(pledges.updatedAt))
    .limit(deskSize);
  return rows.map(named("own_pledge_accepted"));
};

const pairingsToAgree: Source = async (db, actor, desk) => {
  const isOwn =
    desk === "own"
      ? eq(pairings.userId, actor.userId)
      : or(...actor.memberships.map((one) => eq(pairings.organizationId, one.organizationId)));
  const rows = await db
    .select({ id: pairings.id, title: pairings.publicCode, place: regions.shortName, since: pairings.createdAt })
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(and(eq(pairings.state, "consented"), isOwn ?? sql`false`))
    .orderBy(asc(pairings.createdAt))
    .limit(deskSize);
  return rows.map(named("own_pairing_consented"));
};

/** Money of a charity that waits for its second person: never what this person proposed (A12). */
const charityWork: Source = async (db, actor) => {
  const ids = charitiesOf(actor).map(({ id }) => id);
  if (ids.length === 0) return [];
  const notMine = (column: typeof refunds.requestedBy | typeof disbursements.proposedBy) =>
    sql`${column} is distinct from ${actor.userId}::uuid`;
  const place = regions.shortName;
  const [gifts, payments, refundsAsked, allocations] = await Promise.all([
    db
      .select({ id: offlineGifts.id, title: needs.title, place, since: offlineGifts.recordedAt })
      .from(offlineGifts)
      .innerJoin(needs, eq(needs.id, offlineGifts.needId))
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(
        and(
          eq(offlineGifts.state, "recorded"),
          inArray(offlineGifts.charityId, ids),
          ne(offlineGifts.recordedBy, actor.userId),
        ),
      )
      .orderBy(asc(offlineGifts.recordedAt))
      .limit(deskSize),
    db
      .select({ id: disbursements.id, title: needs.title, place, since: disbursements.proposedAt })
      .from(disbursements)
      .innerJoin(needs, eq(needs.id, disbursements.needId))
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(
        and(
          inArray(disbursements.state, ["proposed", "approved"]),
          inArray(disbursements.charityId, ids),
          notMine(disbursements.proposedBy),
        ),
      )
      .orderBy(asc(disbursements.proposedAt))
      .limit(deskSize),
    db
      .select({ id: refunds.id, title: needs.title, place, since: refunds.requestedAt })
      .from(refunds)
      .innerJoin(donations, eq(donations.id, refunds.donationId))
      .innerJoin(needs, eq(needs.id, donations.needId))
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(and(eq(refunds.state, "requested"), inArray(donations.charityId, ids), notMine(refunds.requestedBy)))
      .orderBy(asc(refunds.requestedAt))
      .limit(deskSize),
    db
      .select({ id: poolAllocations.poolAccountId, title: needs.title, place, since: poolAllocations.proposedAt })
      .from(poolAllocations)
      .innerJoin(needs, eq(needs.id, poolAllocations.needId))
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(
        and(
          eq(poolAllocations.state, "proposed"),
          inArray(poolAllocations.charityId, ids),
          ne(poolAllocations.proposedBy, actor.userId),
        ),
      )
      .orderBy(asc(poolAllocations.proposedAt))
      .limit(deskSize),
  ]);
  return [
    ...gifts.map(named("offline_gift_recorded")),
    ...payments.map(named("payment_to_make")),
    ...refundsAsked.map(named("refund_requested")),
    ...allocations.map(named("allocation_proposed")),
  ];
};

const sources: Readonly<Record<Desk, readonly Source[]>> = {
  own: [pledgesToHandOver, pairingsToAgree, offeredSeats],
  organization: [pledgesToHandOver, pairingsToAgree, signupsToAnswer, unansweredSignups, charityWork],
};

/** What waits for a helper: their own promises, or what their organizations owe an answer. The longest waiting first. */
export async function listHelperWork(
  db: DbOrTx,
  { actor, desk, now }: { actor: SignedInActor; desk: Desk; now: Date },
): Promise<WorkItem[]> {
  const found = await Promise.all([
    ...sources[desk].map((source) => source(db, actor, desk)),
    listHelperDues(db, { actor, desk, now }),
  ]);
  return oldestFirst(found.flat());
}
