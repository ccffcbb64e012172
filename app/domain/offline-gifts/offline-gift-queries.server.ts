import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import type { OfflineGiftState } from "./offline-gift.ts";

const recorder = alias(users, "recorder");

const fields = {
  id: offlineGifts.id,
  kind: offlineGifts.kind,
  state: offlineGifts.state,
  charityId: offlineGifts.charityId,
  charityName: organizations.name,
  needId: offlineGifts.needId,
  needCode: needs.publicCode,
  needTitle: needs.title,
  villageName: regions.shortName,
  amountFen: offlineGifts.amountFen,
  itemName: offlineGifts.itemName,
  quantity: offlineGifts.quantity,
  unit: offlineGifts.unit,
  valuationBasis: offlineGifts.valuationBasis,
  receivedOn: offlineGifts.receivedOn,
  documentNumber: offlineGifts.documentNumber,
  recordedBy: offlineGifts.recordedBy,
  recordedAt: offlineGifts.recordedAt,
  closedAt: offlineGifts.closedAt,
};

/** Entered money says it on the gift, goods and what is not entered yet on the record. */
const publicName = sql<
  string | null
>`case when ${offlineGifts.donationId} is null then ${offlineGifts.publicName} else ${donations.publicName} end`;

/**
 * One record with everything on it, for the people of its charity: they issue the receipt, so they see the giver's name. Null for anyone
 * else.
 */
export async function getOfflineGift(db: DbOrTx, params: { offlineGiftId: string; actor: Actor }) {
  if (!isId(params.offlineGiftId)) return null;
  const [row] = await db
    .select({
      ...fields,
      giverName: offlineGifts.giverName,
      giverEmail: offlineGifts.giverEmail,
      publicName,
      surplusChoice: offlineGifts.surplusChoice,
      allowsOperating: offlineGifts.allowsOperating,
      documentFileId: offlineGifts.documentFileId,
      note: offlineGifts.note,
      donationId: offlineGifts.donationId,
      receiptNumber: donations.receiptNumber,
      hasSlip: sql<boolean>`${offlineGifts.claimCodeHash} is not null`,
      isClaimed: sql<boolean>`${offlineGifts.claimedBy} is not null`,
      recorderName: recorder.displayName,
    })
    .from(offlineGifts)
    .innerJoin(organizations, eq(organizations.id, offlineGifts.charityId))
    .innerJoin(needs, eq(needs.id, offlineGifts.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .innerJoin(recorder, eq(recorder.id, offlineGifts.recordedBy))
    .leftJoin(donations, eq(donations.id, offlineGifts.donationId))
    .where(and(eq(offlineGifts.id, params.offlineGiftId), isOfOwnCharity(params.actor)));
  return row ?? null;
}
export type OfflineGiftDetails = NonNullable<Awaited<ReturnType<typeof getOfflineGift>>>;

/** The records of the actor's charities, those that wait for the second person first. No giver is named in lists. */
export function listOfflineGifts(db: DbOrTx, params: { actor: Actor; state: OfflineGiftState | null }) {
  return db
    .select(fields)
    .from(offlineGifts)
    .innerJoin(organizations, eq(organizations.id, offlineGifts.charityId))
    .innerJoin(needs, eq(needs.id, offlineGifts.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(isOfOwnCharity(params.actor), params.state === null ? sql`true` : eq(offlineGifts.state, params.state)))
    .orderBy(sql`${offlineGifts.state} <> 'recorded'`, desc(offlineGifts.recordedAt))
    .limit(300);
}

function isOfOwnCharity(actor: Actor): SQL {
  const ids = charitiesOf(actor).map((charity) => charity.id);
  return ids.length === 0 ? sql`false` : inArray(offlineGifts.charityId, ids);
}

/** Goods anyone may see on a need's page: confirmed by two people, the giver only where the giver wished it (L17, S93). */
export function listPublicGoods(db: DbOrTx, params: { needId: string }) {
  return db
    .select({
      itemName: offlineGifts.itemName,
      quantity: offlineGifts.quantity,
      unit: offlineGifts.unit,
      amountFen: offlineGifts.amountFen,
      valuationBasis: offlineGifts.valuationBasis,
      name: offlineGifts.publicName,
      receivedOn: offlineGifts.receivedOn,
    })
    .from(offlineGifts)
    .where(
      and(eq(offlineGifts.needId, params.needId), eq(offlineGifts.kind, "goods"), eq(offlineGifts.state, "confirmed")),
    )
    .orderBy(desc(offlineGifts.receivedOn), desc(offlineGifts.recordedAt))
    .limit(100);
}

const goodsFields = {
  ...fields,
  giverName: offlineGifts.giverName,
  publicName: offlineGifts.publicName,
};

function selectGoods(db: DbOrTx) {
  return db
    .select(goodsFields)
    .from(offlineGifts)
    .innerJoin(organizations, eq(organizations.id, offlineGifts.charityId))
    .innerJoin(needs, eq(needs.id, offlineGifts.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .$dynamic();
}

/** Goods that a signed-in donor has claimed, newest first. */
export function listGoodsOf(db: DbOrTx, params: { userId: string }) {
  return selectGoods(db)
    .where(and(eq(offlineGifts.claimedBy, params.userId), eq(offlineGifts.kind, "goods")))
    .orderBy(desc(offlineGifts.receivedOn));
}

/** Goods for their receipt: of the account that claimed them, or by the code of the slip. */
export async function getGoods(db: DbOrTx, params: { offlineGiftId: string; userId: string | null }) {
  if (!isId(params.offlineGiftId)) return null;
  const [row] = await selectGoods(db).where(
    and(
      eq(offlineGifts.id, params.offlineGiftId),
      eq(offlineGifts.kind, "goods"),
      eq(offlineGifts.state, "confirmed"),
      params.userId === null ? sql`${offlineGifts.claimedBy} is null` : eq(offlineGifts.claimedBy, params.userId),
    ),
  );
  return row ?? null;
}
export type GoodsReceiptData = NonNullable<Awaited<ReturnType<typeof getGoods>>>;
