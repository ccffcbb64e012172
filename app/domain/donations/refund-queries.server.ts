import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { disputes, refunds } from "#db/schema/refunds.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { inScope } from "../scope.server.ts";
import { refundReaderRoles } from "./refund.ts";

const requester = alias(users, "requester");
const approver = alias(users, "approver");

/** Refunds and disputes the actor may see as a person of the charity. No charity, no row (F3). */
function isOfOwnCharity(actor: Actor): SQL {
  const ids = charitiesOf(actor).map((charity) => charity.id);
  return ids.length === 0 ? sql`false` : inArray(donations.charityId, ids);
}

export type RefundViewer = { actor: Actor; as: "charity" | "staff" };

function isVisibleTo({ actor, as }: RefundViewer): SQL {
  return as === "charity"
    ? isOfOwnCharity(actor)
    : inScope(organizations.regionCode, scopesOf(actor, refundReaderRoles));
}

const giftFields = {
  donationId: donations.id,
  receiptNumber: donations.receiptNumber,
  giftFen: donations.amountFen,
  giftState: donations.state,
  channel: donations.channel,
  paymentMethod: donations.paymentMethod,
  paidAt: donations.paidAt,
  needTitle: needs.title,
  needCode: needs.publicCode,
  charityId: donations.charityId,
  charityName: organizations.name,
};

const refundFields = {
  ...giftFields,
  id: refunds.id,
  amountFen: refunds.amountFen,
  state: refunds.state,
  reason: refunds.reason,
  failureReason: refunds.failureReason,
  requestedBy: refunds.requestedBy,
  requestedAt: refunds.requestedAt,
  closedAt: refunds.closedAt,
};

/** Refunds, those somebody must act on first, then the newest. No donor is named. */
export function listRefunds(db: DbOrTx, viewer: RefundViewer) {
  return db
    .select(refundFields)
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(isVisibleTo(viewer))
    .orderBy(sql`${refunds.state} <> 'requested'`, desc(refunds.requestedAt))
    .limit(300);
}
export type ListedRefund = Awaited<ReturnType<typeof listRefunds>>[number];

/** One refund for the people of its charity; null for anyone else. */
export async function getRefund(db: DbOrTx, params: { refundId: string; actor: Actor }) {
  if (!isId(params.refundId)) return null;
  const [row] = await db
    .select({
      ...refundFields,
      note: refunds.note,
      providerRefundId: refunds.providerRefundId,
      isOwnPayment: sql<boolean>`${refunds.paymentIntentId} is not distinct from ${donations.paymentIntentId}`,
      unspentFen: sql<string>`unspent_fen(${donations}, ${refunds.paymentIntentId})::text`,
      requesterName: requester.displayName,
      approverName: approver.displayName,
    })
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .leftJoin(requester, eq(requester.id, refunds.requestedBy))
    .leftJoin(approver, eq(approver.id, refunds.approvedBy))
    .where(and(eq(refunds.id, params.refundId), isOfOwnCharity(params.actor)));
  return row ? { ...row, unspentFen: BigInt(row.unspentFen) } : null;
}
export type RefundDetails = NonNullable<Awaited<ReturnType<typeof getRefund>>>;

/** Disputes of donors' banks, the open ones with the nearest deadline first (B13). */
export function listDisputes(db: DbOrTx, viewer: RefundViewer) {
  return db
    .select({
      ...giftFields,
      id: disputes.id,
      amountFen: disputes.amountFen,
      takenFen: disputes.takenFen,
      state: disputes.state,
      answerBy: disputes.answerBy,
      openedAt: disputes.openedAt,
    })
    .from(disputes)
    .innerJoin(donations, eq(donations.id, disputes.donationId))
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(isVisibleTo(viewer))
    .orderBy(sql`${disputes.state} in ('won', 'lost')`, sql`${disputes.answerBy} nulls last`, desc(disputes.openedAt))
    .limit(300);
}
export type ListedDispute = Awaited<ReturnType<typeof listDisputes>>[number];

/** Money in suspense that nobody sends back yet: second payments, and payments that are not as agreed (A6, B6). */
export async function listMoneyToSendBack(db: DbOrTx, viewer: RefundViewer) {
  const payment = sql<string>`case when movement.reference = 'quarantine:' || ${donations.id} then ${donations.paymentIntentId}
    else substr(movement.reference, 12) end`;
  const leftFen = sql<string>`(-entry.amount_fen - coalesce((select sum(refund.amount_fen) from refunds refund
    where refund.donation_id = ${donations.id} and refund.payment_intent_id = ${payment} and refund.state not in ('failed', 'rejected')), 0))::text`;
  const rows = await db
    .select({ ...giftFields, paymentIntentId: payment, leftFen, at: sql<string>`movement.at::text` })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .innerJoin(sql`ledger_lots lot`, sql`lot.donation_id = ${donations.id}`)
    .innerJoin(sql`ledger_entries entry`, sql`entry.lot_id = lot.id and entry.amount_fen < 0`)
    .innerJoin(
      sql`ledger_transactions movement`,
      sql`movement.id = entry.transaction_id and movement.kind = 'quarantine'`,
    )
    .where(and(isVisibleTo(viewer), sql`${leftFen}::bigint > 0`))
    .orderBy(sql`movement.at`)
    .limit(300);
  return rows.map((row) => ({ ...row, leftFen: BigInt(row.leftFen), at: new Date(row.at) }));
}
export type MoneyToSendBack = Awaited<ReturnType<typeof listMoneyToSendBack>>[number];

const offerFields = {
  ...giftFields,
  userId: donations.userId,
  refundedFen: donations.refundedFen,
  contactPhone: organizations.contactPhone,
  ownPaymentIntentId: donations.paymentIntentId,
  isDisputed: sql<boolean>`exists (select from disputes where disputes.donation_id = ${donations.id} and disputes.state = 'open')`,
};

/** A gift and what of it, or of its second payment, could go back. The page decides who may see it. */
export async function getRefundOffer(db: DbOrTx, params: { donationId: string; paymentIntentId?: string | null }) {
  if (!isId(params.donationId)) return null;
  const payment =
    params.paymentIntentId === undefined ? donations.paymentIntentId : sql`${params.paymentIntentId ?? null}::text`;
  const [row] = await db
    .select({
      ...offerFields,
      unspentFen: sql<string>`unspent_fen(${donations}, ${payment})::text`,
      refundableFen: sql<string>`refundable_fen(${donations}, ${payment})::text`,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(donations.id, params.donationId));
  return row ? { ...row, unspentFen: BigInt(row.unspentFen), refundableFen: BigInt(row.refundableFen) } : null;
}
export type RefundOffer = NonNullable<Awaited<ReturnType<typeof getRefundOffer>>>;

/** The gift a clerk means by the number on its receipt, if it is the own charity's. */
export async function findGiftByReceiptNumber(db: DbOrTx, params: { receiptNumber: string; actor: Actor }) {
  const [row] = await db
    .select({ id: donations.id })
    .from(donations)
    .where(and(eq(donations.receiptNumber, params.receiptNumber), isOfOwnCharity(params.actor)));
  return row ?? null;
}

/** What became of the refunds of one gift, newest first, for its receipt. */
export function listRefundsOfGift(db: DbOrTx, params: { donationId: string }) {
  return db
    .select({
      id: refunds.id,
      amountFen: refunds.amountFen,
      state: refunds.state,
      reason: refunds.reason,
      answer: sql<string | null>`case when ${refunds.state} = 'rejected' then ${refunds.failureReason} end`,
      requestedAt: refunds.requestedAt,
      closedAt: refunds.closedAt,
    })
    .from(refunds)
    .where(eq(refunds.donationId, params.donationId))
    .orderBy(desc(refunds.requestedAt));
}

/** What went back to donors of one need and what their banks took, in fen, and when last: a total that fell says why (U15). */
export async function getReturnsOfNeed(db: DbOrTx, params: { needId: string }) {
  const rows = await db.execute<{ refunded: string; lost: string; last: string | null }>(sql`
    select coalesce(sum(entry.amount_fen) filter (where movement.kind in ('refund', 'refund_failed')), 0)::text as refunded,
      coalesce(sum(entry.amount_fen) filter (where movement.kind = 'dispute_lost'), 0)::text as lost, max(movement.at)::text as last
    from ledger_accounts account join ledger_entries entry on entry.account_id = account.id
      join ledger_transactions movement on movement.id = entry.transaction_id and movement.kind in ('refund', 'refund_failed', 'dispute_lost')
    where account.code = 'need:' || ${params.needId}::text`);
  const row = rows[0];
  return {
    refundedFen: BigInt(row?.refunded ?? 0),
    lostFen: BigInt(row?.lost ?? 0),
    lastAt: row?.last ? new Date(row.last) : null,
  };
}
