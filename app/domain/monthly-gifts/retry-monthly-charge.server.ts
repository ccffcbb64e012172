import { and, eq } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { err, ok, type Result } from "../result.ts";
import { endWhenNeedIsClosed } from "./end-when-need-is-closed.server.ts";
import { getMonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";
import { type InvoiceOutcome, settleInvoice } from "./settle-invoice.server.ts";

const dayMs = 86_400_000;

/**
 * Tries a failed month again: on the stated days, and at once when another card was given. The provider's key holds the number of tries so
 * far, so that the same try asked twice charges once (B8). What came of it is read from the bill, like every other message.
 */
export async function retryMonthlyCharge(
  db: Db,
  payments: PaymentGateway,
  input: { monthlyGiftId: string; expectsLive: boolean },
  at: Date,
): Promise<Result<InvoiceOutcome | "ended", "not_due" | "unavailable">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null || gift.state !== "past_due" || gift.failedInvoiceId === null) return err("not_due");
  if (await endWhenNeedIsClosed(db, payments, input, at)) return ok("ended");
  const tried = await payments.retryInvoice({
    monthlyGiftId: gift.id,
    attempt: gift.failedAttempts,
    invoiceId: gift.failedInvoiceId,
    accountId: gift.accountId,
  });
  if (!tried.ok && tried.code === "unavailable") return err("unavailable");
  const settled = await settleInvoice(db, payments, { ...input, invoiceId: gift.failedInvoiceId, event: null }, at);
  const outcome = settled.ok ? settled.value : "unchanged";
  if (settled.ok || settled.code !== "unavailable") {
    // The provider will not try it, and does not count it as a try: asked again tomorrow, not every minute.
    await db
      .update(monthlyGifts)
      .set({ nextRetryAt: new Date(at.getTime() + dayMs) })
      .where(
        and(
          eq(monthlyGifts.id, gift.id),
          eq(monthlyGifts.state, "past_due"),
          eq(monthlyGifts.failedAttempts, gift.failedAttempts),
        ),
      );
  }
  return settled.ok ? ok(outcome) : err("unavailable");
}
