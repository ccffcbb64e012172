import Stripe from "stripe";
import { newStripeId, nowSeconds, type StoredSubscription, type World } from "#tests/stand-ins/stripe/world.ts";

export type SubscriptionRequest = {
  account: string | null;
  customer: string;
  price: Stripe.Price;
  quantity: number;
  paymentMethod: string;
  description: string | null;
  metadata: Record<string, string>;
  itemName: string;
};

/** A subscription whose first month begins now and is still to be billed. */
export function buildSubscription(world: World, request: SubscriptionRequest): StoredSubscription {
  const created = nowSeconds(world);
  const id = newStripeId("sub");
  const item = {
    id: newStripeId("si", 14),
    object: "subscription_item",
    billing_thresholds: null,
    created,
    current_period_end: addMonths(created, 1),
    current_period_start: created,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(request.price),
    price: request.price,
    quantity: request.quantity,
    subscription: id,
    tax_rates: [],
  } satisfies Stripe.SubscriptionItem;
  const object = {
    ...unusedFields(),
    id,
    object: "subscription",
    billing_cycle_anchor: created,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created,
    currency: "cny",
    customer: request.customer,
    default_payment_method: request.paymentMethod,
    description: request.description,
    ended_at: null,
    items: { object: "list", data: [item], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    metadata: request.metadata,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: ["card"],
      save_default_payment_method: "off",
    },
    start_date: created,
    status: "incomplete",
  } satisfies Stripe.Subscription;
  return { account: request.account, object, itemName: request.itemName, monthsBilled: 1 };
}

/** The old form of a price that every subscription item still carries. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: Stripe.Decimal.from(String(price.unit_amount ?? 0)),
    billing_scheme: "per_unit",
    created: price.created,
    currency: "cny",
    interval: "month",
    interval_count: 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  } satisfies Stripe.Plan;
}

/** The same day and time so many months later; the last day where the month has no such day. Seconds since 1970, UTC. */
export function addMonths(seconds: number, months: number): number {
  const start = new Date(seconds * 1000);
  const day = start.getUTCDate();
  const moved = new Date(start);
  moved.setUTCDate(1);
  moved.setUTCMonth(start.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay));
  return Math.floor(moved.getTime() / 1000);
}

/** The fields of a subscription that a monthly gift by card never fills. */
function unusedFields() {
  return {
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    customer_account: null,
    days_until_due: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    managed_payments: null,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { billing_cycle_anchor: "unchanged", missing_payment_method: "create_invoice" } },
    trial_start: null,
  } satisfies Partial<Stripe.Subscription>;
}
