import Stripe from "stripe";
import {
  type AccountScope,
  type Cause,
  newStripeId,
  nowSeconds,
  type StandInEvent,
  type StoredEvent,
  type World,
} from "#tests/stand-ins/stripe/world.ts";

/** The kinds of event the stand-in makes by itself; a control may make any other kind. */
export const eventTypes = [
  "checkout.session.completed",
  "checkout.session.expired",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.succeeded",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "charge.dispute.closed",
  "customer.created",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "invoice.created",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice.payment_failed",
  "invoice.voided",
  "payment_method.attached",
  "setup_intent.succeeded",
  "setup_intent.setup_failed",
] as const satisfies readonly Stripe.Event.Type[];

export type StandInEventType = (typeof eventTypes)[number];

/**
 * Records an event with a snapshot of the object as it is now, and hands it to the deliveries. An event of a connected account
 * carries `account`, as Connect webhooks do.
 */
export function emitEvent(
  world: World,
  type: StandInEventType,
  account: AccountScope,
  object: object,
  cause: Cause = null,
): StoredEvent {
  return emitEventOfKind(world, type, account, object, cause);
}

/** The same for any kind of event, also one that no SDK knows yet. */
export function emitEventOfKind(
  world: World,
  type: string,
  account: AccountScope,
  object: object,
  cause: Cause,
): StoredEvent {
  const event = {
    id: newStripeId("evt"),
    object: "event",
    ...(account === null ? {} : { account }),
    api_version: Stripe.API_VERSION,
    created: nowSeconds(world),
    // As on the wire: some of the SDK's values write themselves as JSON and cannot be cloned.
    data: { object: JSON.parse(JSON.stringify(object)) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
    type,
  } satisfies StandInEvent;
  const stored: StoredEvent = { account, object: event, delivery: "pending", attempts: [] };
  world.books.events.set(event.id, stored);
  world.deliver(stored);
  world.changed();
  return stored;
}
