import type Stripe from "stripe";
import type { SessionCreateParameters } from "#tests/stand-ins/stripe/api/session-parameters.ts";
import {
  type AccountScope,
  newStripeId,
  nowSeconds,
  type StoredSession,
  type World,
} from "#tests/stand-ins/stripe/world.ts";
import { buildLineItem } from "./line-item.ts";
import { addSetupIntent } from "./setup-intent.ts";

/** The methods this Stripe's accounts have switched on; `allowed_payment_method_types` only narrows them (safety.md finding 4). */
export const enabledMethods = ["card", "alipay", "wechat_pay"] as const;
export type PaymentMethodName = (typeof enabledMethods)[number];

export function isEnabledMethod(name: string): name is PaymentMethodName {
  return enabledMethods.some((method) => method === name);
}

const sessionLifetimeSeconds = 24 * 60 * 60;

/** A new open Checkout Session. The PaymentIntent of a payment comes with the first attempt to pay, as at Stripe. */
export function buildSession(world: World, account: AccountScope, parameters: SessionCreateParameters): StoredSession {
  const created = nowSeconds(world);
  const id = newStripeId("cs_test", 58);
  const { mode } = parameters;
  const lineItems = (parameters.line_items ?? []).map((item) => buildLineItem(world, account, item));
  const amount = mode === "setup" ? null : lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  const methods = methodsOf(parameters);
  const submitMessage = parameters.custom_text?.submit?.message ?? null;
  const setupIntent = mode === "setup" ? addSetupIntent(world, account, setupRequest(parameters)).object.id : null;
  const object = {
    ...unusedFields(),
    id,
    object: "checkout.session",
    adaptive_pricing: mode === "setup" ? null : { enabled: parameters.adaptive_pricing?.enabled ?? true },
    allowed_payment_method_types: parameters.allowed_payment_method_types ?? null,
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: parameters.cancel_url ?? null,
    client_reference_id: parameters.client_reference_id ?? null,
    created,
    currency: mode === "setup" ? (parameters.currency ?? null) : "cny",
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: submitMessage === null ? null : { message: submitMessage },
      terms_of_service_acceptance: null,
    },
    customer: parameters.customer ?? null,
    customer_creation: mode === "subscription" ? "always" : mode === "payment" ? "if_required" : null,
    customer_details: parameters.customer_email ? customerDetails(parameters.customer_email) : null,
    customer_email: parameters.customer_email ?? null,
    expires_at: parameters.expires_at ?? created + sessionLifetimeSeconds,
    livemode: false,
    locale: parameters.locale ?? null,
    metadata: parameters.metadata ?? {},
    mode,
    payment_intent: null,
    payment_method_collection: mode === "subscription" ? "always" : "if_required",
    payment_method_options: {
      ...(methods.includes("wechat_pay") ? { wechat_pay: { app_id: null, client: "web" } } : {}),
    },
    payment_method_types: methods,
    payment_status: mode === "setup" ? "no_payment_required" : "unpaid",
    setup_intent: setupIntent,
    status: "open",
    submit_type: parameters.submit_type ?? null,
    success_url: parameters.success_url,
    total_details: mode === "setup" ? null : { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${world.publicUrl}/pay/${id}`,
  } satisfies Stripe.Checkout.Session;
  return {
    account,
    object,
    lineItems,
    intentData: {
      description: parameters.payment_intent_data?.description ?? null,
      metadata: parameters.payment_intent_data?.metadata ?? {},
      receiptEmail: parameters.payment_intent_data?.receipt_email ?? null,
    },
    subscriptionData: {
      description: parameters.subscription_data?.description ?? null,
      metadata: parameters.subscription_data?.metadata ?? {},
    },
    displayName: parameters.branding_settings?.display_name ?? null,
    submitMessage,
    payerEmail: null,
    pendingInstrument: null,
    challengedCard: null,
    intentId: null,
  };
}

/** What the account has, narrowed by what was allowed, narrowed by what can be charged again where that is needed. */
function methodsOf(parameters: SessionCreateParameters): PaymentMethodName[] {
  const allowed = enabledMethods.filter((method) => parameters.allowed_payment_method_types?.includes(method) ?? true);
  return parameters.mode === "payment" ? allowed : allowed.filter((method) => method === "card");
}

function setupRequest(parameters: SessionCreateParameters) {
  return {
    customer: parameters.customer ?? null,
    description: parameters.setup_intent_data?.description ?? null,
    metadata: parameters.setup_intent_data?.metadata ?? {},
    allowedMethods: parameters.allowed_payment_method_types ?? null,
  };
}

/** What Checkout says about the payer: an e-mail address if one was typed, never more. */
export function customerDetails(email: string | null): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: null,
  } satisfies Stripe.Checkout.Session.CustomerDetails;
}

/** The fields of a Session that a one-time payment on the hosted page never fills. */
function unusedFields() {
  return {
    after_expiration: null,
    allow_promotion_codes: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    currency_conversion: null,
    custom_fields: [],
    customer_account: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    managed_payments: null,
    origin_context: null,
    payment_link: null,
    payment_method_configuration_details: null,
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    subscription: null,
    wallet_options: null,
  } satisfies Partial<Stripe.Checkout.Session>;
}
