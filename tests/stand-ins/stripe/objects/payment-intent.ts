import type Stripe from "stripe";
import { newStripeId, nowSeconds, type Stored, type StoredSession, type World } from "#tests/stand-ins/stripe/world.ts";

/** The PaymentIntent of a Session, made at the first attempt to pay. */
export function buildPaymentIntent(world: World, session: StoredSession): Stored<Stripe.PaymentIntent> {
  const id = newStripeId("pi");
  const object = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: session.object.allowed_payment_method_types,
    amount: session.object.amount_total ?? 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: `${id}_secret_${newStripeId("x").slice(2)}`,
    confirmation_method: "automatic",
    created: nowSeconds(world),
    currency: "cny",
    customer: null,
    customer_account: null,
    description: session.intentData.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: { ...session.intentData.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: session.object.payment_method_options?.wechat_pay
      ? { wechat_pay: { app_id: null, client: "web" } }
      : {},
    payment_method_types: session.object.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: session.intentData.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent;
  return { account: session.account, object };
}
