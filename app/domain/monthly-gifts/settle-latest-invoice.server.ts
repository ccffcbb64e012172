import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { err, ok, type Result } from "../result.ts";
import { followSubscription } from "./follow-subscription.server.ts";
import { getMonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";
import { type MonthlyMessage, settleInvoice } from "./settle-invoice.server.ts";

/**
 * Settles the latest bill of a monthly gift and follows its subscription: for messages about the subscription itself, and for a gift
 * whose day has passed in silence. The bill comes first: should we be cut off between, the day of the next charge has not moved on yet.
 */
export async function settleLatestInvoice(
  db: Db,
  payments: PaymentGateway,
  input: { monthlyGiftId: string; event: MonthlyMessage | null; expectsLive: boolean },
  at: Date,
): Promise<Result<undefined, "unknown_gift" | "unknown" | "unavailable">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("unknown_gift");
  if (gift.providerSubscriptionId === null) return err("unknown");
  const subscription = await payments.retrieveSubscription(gift.providerSubscriptionId, gift.accountId);
  if (!subscription.ok) return subscription;
  const invoiceId = subscription.value.latestInvoiceId;
  if (invoiceId !== null) {
    const settled = await settleInvoice(db, payments, { ...input, invoiceId }, at);
    if (!settled.ok && settled.code === "unavailable") return err("unavailable");
  }
  const followed = await followSubscription(db, payments, input, at);
  return followed.ok ? ok() : followed;
}
