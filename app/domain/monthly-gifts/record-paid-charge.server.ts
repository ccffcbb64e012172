import { and, eq } from "drizzle-orm";
import type { SubscriptionStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { systemActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { endWhenNeedIsClosed } from "./end-when-need-is-closed.server.ts";
import type { MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

/**
 * Follows a month that was paid: the first one starts the gift, a tried-again one ends the trouble. Then, where the need takes no more
 * gifts, the monthly gift ends.
 */
export async function recordPaidCharge(
  db: Db,
  payments: PaymentGateway,
  { gift, subscription }: { gift: MonthlyGiftForPayment; subscription: SubscriptionStatus },
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (await move(tx, gift.id, "started", "activate", at)) {
      await recordEvents(tx, at, {
        kind: "monthly_gift.changed",
        monthlyGiftId: gift.id,
        news: "started",
        key: "first",
      });
    } else if (subscription.state === "active") {
      await move(tx, gift.id, "past_due", "recover", at);
    }
  });
  await endWhenNeedIsClosed(db, payments, { monthlyGiftId: gift.id }, at);
}

/** To active, when the gift is in `from`; a gift that began without trouble has no failed charge to remember. */
async function move(
  tx: DbOrTx,
  giftId: string,
  from: "started" | "past_due",
  event: "activate" | "recover",
  at: Date,
): Promise<boolean> {
  const moved = await tx
    .update(monthlyGifts)
    .set({ state: "active", failedAttempts: 0, failureCode: null, nextRetryAt: null, updatedAt: at })
    .where(and(eq(monthlyGifts.id, giftId), eq(monthlyGifts.state, from)))
    .returning({ id: monthlyGifts.id });
  if (moved.length === 0) return false;
  await recordTransition(tx, at, systemActor, { noun: "monthly_gift", subjectId: giftId, from, event, to: "active" });
  return true;
}
