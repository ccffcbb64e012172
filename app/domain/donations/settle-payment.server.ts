import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { GiftOfPayment, SettlingEvent } from "./provider-event.server.ts";
import { recordProviderEvent } from "./provider-event.server.ts";
import { type SettleOutcome, settleDonation } from "./settle-donation.server.ts";
import { settleRefund } from "./settle-refund.server.ts";

export type PaymentToSettle = {
  gift: GiftOfPayment & { accountId: string };
  paymentIntentId: string;
  event: SettlingEvent | null;
  expectsLive: boolean;
};

/**
 * Settles a gift by one of its payments, for messages that do not name a pay page; also a second payment of the same gift (A6). `not_paid`:
 * the payment has not succeeded, ask its pay page. `unknown`: it is not a payment of this gift.
 */
export async function settlePayment(
  db: Db,
  payments: PaymentGateway,
  { gift, paymentIntentId, event, expectsLive }: PaymentToSettle,
  at: Date,
): Promise<Result<SettleOutcome, "unavailable" | "unknown" | "not_paid">> {
  const payment = await payments.retrievePayment(paymentIntentId, gift.accountId);
  if (!payment.ok) return payment;
  // A renewal of a monthly gift names no donation: it is known by its payment.
  if (payment.value.donationId !== gift.id && gift.paymentIntentId !== paymentIntentId) return err("unknown");
  if (payment.value.state !== "succeeded") return err("not_paid");
  const truth = {
    ...payment.value,
    donationId: gift.id,
    sessionId: gift.checkoutSessionId,
    state: "paid" as const,
    accountId: gift.accountId,
  };
  const outcome = await settleDonation(db, truth, event, { expectsLive }, at);
  // An older page may have taken the money: the one still open must not take it again.
  if ((outcome === "paid" || outcome === "settled") && gift.checkoutSessionId !== null) {
    await payments.expireCheckout(gift.checkoutSessionId, gift.accountId);
  }
  return ok(outcome);
}

/** Settles every refund of a payment, also those made in the provider's dashboard; the payment must be settled before. */
export async function settleRefundsOfPayment(
  db: Db,
  payments: PaymentGateway,
  { gift, paymentIntentId, event, expectsLive }: PaymentToSettle,
  at: Date,
): Promise<Result<string, "unavailable" | "unknown" | "not_paid" | "unknown_donation">> {
  const refunds = await payments.listRefundsOfPayment(paymentIntentId, gift.accountId);
  if (!refunds.ok) return refunds;
  let outcome = "unchanged";
  for (const [index, refund] of refunds.value.entries()) {
    const isLast = index === refunds.value.length - 1;
    const settled = await settleRefund(
      db,
      {
        ...refund,
        donationId: gift.id,
        paymentIntentId: refund.paymentIntentId ?? paymentIntentId,
        accountId: gift.accountId,
        isLive: expectsLive,
      },
      // Recorded with the last one: a message is done when all it told of is.
      isLast ? event : null,
      at,
    );
    if (settled === "not_paid" || settled === "unknown_donation") return err(settled);
    if (settled !== "unchanged") outcome = settled;
  }
  if (refunds.value.length === 0 && event !== null) {
    const kept = { ...event, accountId: gift.accountId, isLive: expectsLive, objectId: paymentIntentId };
    await recordProviderEvent(db, kept, outcome, at);
  }
  return ok(outcome);
}
