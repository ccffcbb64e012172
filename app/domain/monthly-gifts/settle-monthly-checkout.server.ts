import { and, eq } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { err, ok, type Result } from "../result.ts";
import { learnSubscription } from "./learn-subscription.server.ts";
import { getMonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";
import { type InvoiceOutcome, type MonthlyMessage, settleInvoice } from "./settle-invoice.server.ts";

export type SettleMonthlyInput = { monthlyGiftId: string; event: MonthlyMessage | null; expectsLive: boolean };
export type SettleMonthlyCode = "unknown_gift" | "no_checkout" | "unavailable" | "unknown_checkout";

/**
 * Asks the provider how the pay page of a monthly gift ended and settles its first month: the one way for message, return and catch-up
 * job (B1, B10). `open` and `expired` change nothing: the donor may pay, or open another page.
 */
export async function settleMonthlyCheckout(
  db: Db,
  payments: PaymentGateway,
  input: SettleMonthlyInput,
  at: Date,
): Promise<Result<InvoiceOutcome | "open" | "awaiting" | "expired", SettleMonthlyCode>> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("unknown_gift");
  if (gift.checkoutSessionId === null) return err("no_checkout");
  const page = await learnSubscription(db, payments, gift, input);
  if (!page.ok) return err(page.code === "unknown" ? "unknown_checkout" : "unavailable");
  const { state, firstInvoiceId } = page.value;
  if (firstInvoiceId === null) {
    await db
      .update(monthlyGifts)
      .set({ updatedAt: at })
      .where(and(eq(monthlyGifts.id, gift.id), eq(monthlyGifts.state, "started")));
    return ok(state === "expired" ? "expired" : state === "awaiting_payment" ? "awaiting" : "open");
  }
  const settled = await settleInvoice(db, payments, { ...input, invoiceId: firstInvoiceId }, at);
  if (settled.ok) return settled;
  return err(settled.code === "unknown_invoice" ? "unknown_checkout" : settled.code);
}
