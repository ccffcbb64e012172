import { findGiftOfPayment } from "#app/domain/donations/provider-event.server.ts";
import { settlePayment } from "#app/domain/donations/settle-payment.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";

/**
 * A gift settled by a signed message still lacks its fee and the way it was paid, and a newer pay page of it may be open: asks the provider
 * once, apart from the message. When the provider is away the daily comparison of the books makes up for it: the money is settled already.
 */
export const completePaidGift: EventHandler = async (services, { donationId = "" }) => {
  const { settlementDb, payments, env, clock } = services;
  const gift = await findGiftOfPayment(settlementDb, { donationId, paymentIntentId: null });
  if (gift === null || gift.accountId === null || gift.paymentIntentId === null) return;
  const { accountId, paymentIntentId } = gift;
  if (gift.feeFen === null) {
    const payment = { gift: { ...gift, accountId }, paymentIntentId, event: null };
    await settlePayment(settlementDb, payments, { ...payment, expectsLive: env.mode === "production" }, clock.now());
  }
  // Paid on an older page: the one still open must not take the money again. The page that was paid cannot be closed and says so.
  if (gift.checkoutAttempt > 1 && gift.checkoutSessionId !== null)
    await payments.expireCheckout(gift.checkoutSessionId, accountId);
};
