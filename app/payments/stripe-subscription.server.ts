import type Stripe from "stripe";
import type { SubscriptionState, SubscriptionStatus } from "./monthly-payments.ts";
import { idOf, objectOf, toDate } from "./stripe-call.server.ts";

/** Reads a subscription; the card is known only where `default_payment_method` was expanded. */
export function readSubscription(subscription: Stripe.Subscription): SubscriptionStatus {
  const item = subscription.items.data[0];
  const state = readState(subscription);
  const isGoingOn = state === "active" || state === "past_due";
  const isEnding = subscription.cancel_at_period_end || subscription.cancel_at !== null;
  const card = objectOf(subscription.default_payment_method)?.card;
  return {
    subscriptionId: subscription.id,
    monthlyGiftId: subscription.metadata.monthly_gift_id ?? null,
    state,
    amountFen: BigInt(item?.price.unit_amount ?? 0) * BigInt(item?.quantity ?? 1),
    currency: subscription.currency,
    nextChargeAt: item !== undefined && isGoingOn && !isEnding ? toDate(item.current_period_end) : null,
    latestInvoiceId: idOf(subscription.latest_invoice),
    card: card
      ? { brand: card.brand, last4: card.last4, expiresMonth: card.exp_month, expiresYear: card.exp_year }
      : null,
    isLive: subscription.livemode,
  };
}

const states: Record<string, SubscriptionState> = {
  incomplete: "awaiting_first_payment",
  trialing: "active",
  active: "active",
  past_due: "past_due",
  unpaid: "past_due",
  paused: "paused",
  canceled: "ended",
  incomplete_expired: "ended",
};

function readState({ status, pause_collection: pause }: Stripe.Subscription): SubscriptionState {
  const state = states[status] ?? "unknown";
  return pause !== null && state === "active" ? "paused" : state;
}
