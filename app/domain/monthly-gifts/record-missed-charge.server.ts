import { and, eq, inArray, isNull, lt, ne, or } from "drizzle-orm";
import type { InvoiceStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { systemActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { changeMonthlyGift } from "./change-monthly-gift.server.ts";
import { endWhenNeedIsClosed } from "./end-when-need-is-closed.server.ts";
import { nextRetryAfter } from "./monthly-gift.ts";
import type { MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

/**
 * Notes that a month could not be charged, once per try whoever tried and however often we hear of it: the number of tries is the
 * provider's. Sets the next day of the stated plan, or, after the last one, pauses the gift.
 */
export async function recordMissedCharge(
  db: Db,
  payments: PaymentGateway,
  { gift, invoice }: { gift: MonthlyGiftForPayment; invoice: InvoiceStatus },
  at: Date,
): Promise<"missed" | "unchanged"> {
  const { invoiceId, attemptCount, failureCode } = invoice;
  const nextRetryAt = nextRetryAfter(attemptCount, at);
  const isNews = await db.transaction(async (tx) => {
    const missed = await tx
      .update(monthlyGifts)
      .set({
        state: "past_due",
        failedInvoiceId: invoiceId,
        failedAttempts: attemptCount,
        failureCode,
        nextRetryAt,
        updatedAt: at,
      })
      .where(
        and(
          eq(monthlyGifts.id, gift.id),
          inArray(monthlyGifts.state, ["active", "past_due"]),
          or(
            isNull(monthlyGifts.failedInvoiceId),
            ne(monthlyGifts.failedInvoiceId, invoiceId),
            lt(monthlyGifts.failedAttempts, attemptCount),
          ),
        ),
      )
      .returning({ id: monthlyGifts.id });
    if (missed.length === 0) return false;
    if (gift.state === "active") {
      await recordTransition(tx, at, systemActor, {
        noun: "monthly_gift",
        subjectId: gift.id,
        from: "active",
        event: "miss",
        to: "past_due",
      });
    }
    if (nextRetryAt !== null) {
      const key = `${invoiceId}:${attemptCount}`;
      await recordEvents(tx, at, { kind: "monthly_gift.changed", monthlyGiftId: gift.id, news: "charge_failed", key });
    }
    return true;
  });
  const hasEnded = await endWhenNeedIsClosed(db, payments, { monthlyGiftId: gift.id }, at);
  if (isNews && nextRetryAt === null && !hasEnded) {
    await changeMonthlyGift(db, payments, { monthlyGiftId: gift.id, kind: "give_up" }, systemActor, at);
  }
  return isNews ? "missed" : "unchanged";
}
