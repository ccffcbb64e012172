import type Stripe from "stripe";
import { type AccountScope, newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

export type PaymentRequest = {
  account: AccountScope;
  amount: number;
  methods: string[];
  allowedMethods: string[] | null;
  customer: string | null;
  description: string | null;
  metadata: Record<string, string>;
  receiptEmail: string | null;
  /** The card is kept for the months to come. */
  isSaved: boolean;
};

/** A PaymentIntent before its first attempt: of a Session, or of a month's bill. */
export function buildPaymentIntent(world: World, request: PaymentRequest): Stored<Stripe.PaymentIntent> {
  const id = newStripeId("pi");
  const object = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: request.allowedMethods,
    amount: request.amount,
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
    customer: request.customer,
    customer_account: null,
    description: request.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: { ...request.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: request.methods.includes("wechat_pay")
      ? { wechat_pay: { app_id: null, client: "web" } }
      : {},
    payment_method_types: request.methods,
    payment_record: null,
    processing: null,
    receipt_email: request.receiptEmail,
    review: null,
    setup_future_usage: request.isSaved ? "off_session" : null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  } satisfies Stripe.PaymentIntent;
  return { account: request.account, object };
}
