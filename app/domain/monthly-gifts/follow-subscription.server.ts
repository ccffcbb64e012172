import { and, eq, inArray } from "drizzle-orm";
import type { SubscriptionStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { systemActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, type Result } from "../result.ts";
import { goingOnStates } from "./monthly-gift.ts";
import { getMonthlyGiftForPayment, type MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

/**
 * Reads the provider's side of a monthly gift: the next charge, the card, and whether it was ended there (by the charity, or by the bank).
 * A gift that ended there is cancelled here, with mail; what else differs is settled by the bills.
 */
export async function followSubscription(
  db: Db,
  payments: PaymentGateway,
  input: { monthlyGiftId: string },
  at: Date,
): Promise<Result<SubscriptionStatus, "unknown_gift" | "unknown" | "unavailable">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("unknown_gift");
  if (gift.providerSubscriptionId === null) return err("unknown");
  const subscription = await payments.retrieveSubscription(gift.providerSubscriptionId, gift.accountId);
  if (!subscription.ok) return subscription;
  await db
    .update(monthlyGifts)
    .set({ ...cardFacts(subscription.value), nextChargeAt: subscription.value.nextChargeAt })
    .where(and(eq(monthlyGifts.id, gift.id), inArray(monthlyGifts.state, ["started", "active", "past_due"])));
  if (subscription.value.state === "ended") await cancelledElsewhere(db, gift, at);
  return subscription;
}

/** What we keep of a card; an answer without one says nothing about it. */
export function cardFacts({ card }: SubscriptionStatus) {
  if (card === null) return {};
  return {
    cardBrand: card.brand,
    cardLast4: card.last4,
    cardExpiresMonth: `${card.expiresYear}-${String(card.expiresMonth).padStart(2, "0")}`,
  };
}

async function cancelledElsewhere(db: Db, gift: MonthlyGiftForPayment, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // Asked for by ourselves and not answered yet: that change says why, and is carried out again.
    const isOurs = await tx.$count(
      monthlyGiftChanges,
      and(
        eq(monthlyGiftChanges.monthlyGiftId, gift.id),
        eq(monthlyGiftChanges.outcome, "open"),
        inArray(monthlyGiftChanges.kind, ["cancel", "end"]),
      ),
    );
    if (isOurs > 0) return;
    const ended = await tx
      .update(monthlyGifts)
      .set({ state: "cancelled", endedAt: at, nextChargeAt: null, nextRetryAt: null, updatedAt: at })
      .where(and(eq(monthlyGifts.id, gift.id), inArray(monthlyGifts.state, [...goingOnStates])))
      .returning({ id: monthlyGifts.id });
    if (ended.length === 0) return;
    await recordTransition(tx, at, systemActor, {
      noun: "monthly_gift",
      subjectId: gift.id,
      from: gift.state,
      event: "cancel",
      to: "cancelled",
      reason: "ended at the payment provider",
    });
    await recordEvents(tx, at, {
      kind: "monthly_gift.changed",
      monthlyGiftId: gift.id,
      news: "cancelled",
      key: "provider",
    });
  });
}
