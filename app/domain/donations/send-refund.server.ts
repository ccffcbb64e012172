import { eq } from "drizzle-orm";
import type { PaymentGateway, RefundStatus } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import { isId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { findGiftOfPayment } from "./provider-event.server.ts";
import { settleRefundsOfPayment } from "./settle-payment.server.ts";
import { type SettleRefundOutcome, settleRefund } from "./settle-refund.server.ts";

/** The provider keeps idempotency keys for a day; beyond this we look whether the first request arrived before asking again. */
const keyHours = 20;

type Sendable = NonNullable<Awaited<ReturnType<typeof getSendable>>> & { paymentIntentId: string; accountId: string };

/**
 * Asks the provider to send an approved refund, or how one it has is doing, and settles the answer. The key is our row and its attempt, so
 * an unknown outcome is asked again with the same key and becomes one refund (B8). A refusal books the money back and is shown to staff.
 * `not_sendable`: not approved, or the gift came by bank and the charity sends it back by bank.
 */
export async function sendRefund(
  db: Db,
  payments: PaymentGateway,
  input: { refundId: string; expectsLive: boolean },
  at: Date,
): Promise<Result<SettleRefundOutcome | "not_sendable", "unavailable">> {
  const refund = await getSendable(db, input);
  if (refund === null || refund.paymentIntentId === null || refund.accountId === null || refund.channel === "offline")
    return ok("not_sendable");
  const sendable = { ...refund, paymentIntentId: refund.paymentIntentId, accountId: refund.accountId };
  const known = await findAtProvider(payments, sendable, at);
  if (!known.ok) return known;
  if (known.value !== null) return ok(await settleTruth(db, sendable, known.value, input.expectsLive, at));
  if (refund.state !== "approved") return ok("not_sendable");
  const answer = await payments.requestRefund({
    refundId: refund.id,
    donationId: refund.donationId,
    attempt: refund.attempt,
    paymentIntentId: refund.paymentIntentId,
    amountFen: refund.amountFen,
    accountId: refund.accountId,
  });
  if (answer.ok) return ok(await settleTruth(db, sendable, answer.value, input.expectsLive, at));
  if (answer.code === "unavailable") return err("unavailable");
  const refused = {
    providerRefundId: null,
    refundId: refund.id,
    amountFen: refund.amountFen,
    state: "failed" as const,
    failureReason: answer.code,
  };
  const outcome = await settleTruth(db, sendable, refused, input.expectsLive, at);
  // Somebody sent it back in the provider's dashboard: the books follow what happened there.
  if (answer.code === "already_refunded") await settleWhatHappened(db, payments, sendable, input.expectsLive, at);
  return ok(outcome);
}

async function getSendable(db: Db, { refundId }: { refundId: string }) {
  if (!isId(refundId)) return null;
  const [row] = await db
    .select({
      id: refunds.id,
      donationId: refunds.donationId,
      state: refunds.state,
      amountFen: refunds.amountFen,
      attempt: refunds.attempt,
      approvedAt: refunds.approvedAt,
      paymentIntentId: refunds.paymentIntentId,
      providerRefundId: refunds.providerRefundId,
      channel: donations.channel,
      accountId: organizations.stripeAccountId,
    })
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(refunds.id, refundId));
  return row ?? null;
}

/** What the provider already has of this refund; null: nothing that we know of, or nothing that could still be there unseen. */
async function findAtProvider(
  payments: PaymentGateway,
  refund: Sendable,
  at: Date,
): Promise<Result<RefundStatus | null, "unavailable">> {
  if (refund.providerRefundId !== null) {
    const status = await payments.retrieveRefund(refund.providerRefundId, refund.accountId);
    return status.ok ? status : status.code === "unknown" ? ok(null) : err("unavailable");
  }
  const isKeyFresh = refund.approvedAt !== null && at.getTime() - refund.approvedAt.getTime() < keyHours * 3_600_000;
  if (refund.state !== "approved" || isKeyFresh) return ok(null);
  const all = await payments.listRefundsOfPayment(refund.paymentIntentId, refund.accountId);
  if (!all.ok) return all.code === "unknown" ? ok(null) : err("unavailable");
  return ok(all.value.find((one) => one.refundId === refund.id) ?? null);
}

type Truth = Pick<RefundStatus, "refundId" | "amountFen" | "state" | "failureReason"> & {
  providerRefundId: string | null;
};

function settleTruth(db: Db, refund: Sendable, truth: Truth, isLive: boolean, at: Date) {
  const { donationId, paymentIntentId, accountId } = refund;
  return settleRefund(db, { ...truth, refundId: refund.id, donationId, paymentIntentId, accountId, isLive }, null, at);
}

async function settleWhatHappened(
  db: Db,
  payments: PaymentGateway,
  refund: Sendable,
  expectsLive: boolean,
  at: Date,
): Promise<void> {
  const gift = await findGiftOfPayment(db, { donationId: refund.donationId, paymentIntentId: null });
  if (gift === null) return;
  const { paymentIntentId, accountId } = refund;
  await settleRefundsOfPayment(
    db,
    payments,
    { gift: { ...gift, accountId }, paymentIntentId, event: null, expectsLive },
    at,
  );
}
