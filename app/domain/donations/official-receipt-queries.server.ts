import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations, officialReceipts } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { SignedInActor } from "../actor.ts";
import { isId } from "../ids.ts";
import { receiptStates } from "./donation.ts";
import type { OfficialReceiptFilter } from "./official-receipt.ts";
import { charitiesOf } from "./official-receipt-policy.ts";
import { keptFen, receiptStanding } from "./receipt.ts";
import { isCurrentOfficialReceipt } from "./receipt-queries.server.ts";

export const officialReceiptPageSize = 30;

/** The same as `receiptStanding` says, for the database. */
const isVoid = sql`(${donations.refundedFen} >= ${donations.amountFen} or ${donations.state} = 'refunded')`;
const hasNumber = sql`${officialReceipts.number} is not null`;
const hasName = sql`${donations.receiptName} <> ''`;

const conditions: Readonly<Record<OfficialReceiptFilter, SQL>> = {
  needed: sql`not ${isVoid} and not ${hasNumber} and ${hasName}`,
  record: sql`not ${isVoid} and not ${hasNumber} and not ${hasName}`,
  issued: sql`not ${isVoid} and ${hasNumber}`,
  to_cancel: sql`${isVoid} and ${hasNumber}`,
  all: sql`true`,
};

const giftFields = {
  id: donations.id,
  receiptNumber: donations.receiptNumber,
  receiptName: donations.receiptName,
  email: donations.email,
  amountFen: donations.amountFen,
  refundedFen: donations.refundedFen,
  state: donations.state,
  paidAt: donations.paidAt,
  needTitle: needs.title,
  officialId: officialReceipts.id,
  officialNumber: officialReceipts.number,
};

/** Gifts the actor's charities received and were paid: the scope of every question here. */
function ofCharities(actor: SignedInActor): SQL | undefined {
  return and(inArray(donations.charityId, charitiesOf(actor)), inArray(donations.state, [...receiptStates]));
}

function selectGifts(db: DbOrTx, where: SQL | undefined) {
  return db
    .select(giftFields)
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .leftJoin(officialReceipts, isCurrentOfficialReceipt)
    .where(where);
}

function withStanding(row: Awaited<ReturnType<typeof selectGifts>>[number]) {
  return { ...row, standing: receiptStanding(row), keptFen: keptFen(row) };
}

export type GiftToReceipt = ReturnType<typeof withStanding>;

/** One page of the charity's gifts, newest first; the first that wait for a receipt are the oldest. */
export async function listGiftsToReceipt(
  db: DbOrTx,
  params: { actor: SignedInActor; filter: OfficialReceiptFilter; page: number },
): Promise<GiftToReceipt[]> {
  const order = params.filter === "needed" ? asc(donations.paidAt) : desc(donations.paidAt);
  const rows = await selectGifts(db, and(ofCharities(params.actor), conditions[params.filter]))
    .orderBy(order, asc(donations.id))
    .limit(officialReceiptPageSize)
    .offset((params.page - 1) * officialReceiptPageSize);
  return rows.map(withStanding);
}

/** How many gifts each list holds. */
export async function countGiftsToReceipt(
  db: DbOrTx,
  params: { actor: SignedInActor },
): Promise<Record<OfficialReceiptFilter, number>> {
  const [row] = await db
    .select({
      needed: sql<string>`count(*) filter (where ${conditions.needed})`,
      record: sql<string>`count(*) filter (where ${conditions.record})`,
      issued: sql<string>`count(*) filter (where ${conditions.issued})`,
      to_cancel: sql<string>`count(*) filter (where ${conditions.to_cancel})`,
      all: count(),
    })
    .from(donations)
    .leftJoin(officialReceipts, isCurrentOfficialReceipt)
    .where(ofCharities(params.actor));
  return {
    needed: Number(row?.needed ?? 0),
    record: Number(row?.record ?? 0),
    issued: Number(row?.issued ?? 0),
    to_cancel: Number(row?.to_cancel ?? 0),
    all: Number(row?.all ?? 0),
  };
}

/** One gift with everything ever recorded for it, oldest first; null when it is not of the actor's charities. */
export async function getGiftToReceipt(db: DbOrTx, params: { actor: SignedInActor; donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await selectGifts(db, and(ofCharities(params.actor), eq(donations.id, params.donationId)));
  if (!row) return null;
  const history = await db
    .select({
      id: officialReceipts.id,
      number: officialReceipts.number,
      hasDocument: sql<boolean>`${officialReceipts.documentFileId} is not null`,
      recordedAt: officialReceipts.recordedAt,
      recordedBy: users.displayName,
    })
    .from(officialReceipts)
    .innerJoin(users, eq(users.id, officialReceipts.recordedBy))
    .where(eq(officialReceipts.donationId, row.id))
    .orderBy(asc(officialReceipts.recordedAt));
  return { ...withStanding(row), history };
}
