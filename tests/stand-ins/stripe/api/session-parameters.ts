import type Stripe from "stripe";
import { z } from "zod";
import { boolean, choice, integer, list, metadata, refuse, text, webAddress } from "./parameters.ts";
import { invalidRequest, StripeApiError } from "./stripe-error.ts";

/**
 * The smallest and largest gift in fen. A payment must convert to Stripe's settlement minimum (4 Hong Kong dollars or half a
 * US dollar, about 3.7 yuan); the largest is the API's eight digits.
 */
export const smallestAmountFen = 400;
export const largestAmountFen = 99_999_999;

const cny = z.string().superRefine((value, context) => {
  if (value !== "cny")
    refuse(context, `Invalid currency: ${value}. The accounts of the local stand-in present prices in cny.`);
});

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: cny,
    unit_amount: integer(0, largestAmountFen),
    product_data: z.strictObject({
      name: text(250),
      description: text(1_000).optional(),
      metadata: metadata.optional(),
    }),
  }),
  quantity: integer(1, 1_000_000),
});

/** What Checkout Session create accepts here: the hosted page, one-time payments. */
export const sessionCreateParameters = z.strictObject({
  mode: choice(["payment"]),
  success_url: webAddress(),
  cancel_url: webAddress().optional(),
  line_items: list(lineItem),
  currency: cny.optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean().optional() }).optional(),
  allowed_payment_method_types: list(z.string()).optional(),
  branding_settings: z.strictObject({ display_name: text(250).optional() }).optional(),
  client_reference_id: text(200).optional(),
  custom_text: z.strictObject({ submit: z.strictObject({ message: text(1_200) }).optional() }).optional(),
  customer_email: z.email({ error: "must be an e-mail address" }).optional(),
  expires_at: integer(0, Number.MAX_SAFE_INTEGER).optional(),
  locale: choice(["auto", "en", "en-GB", "zh", "zh-HK", "zh-TW"]).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      description: text(1_000).optional(),
      metadata: metadata.optional(),
      receipt_email: z.email({ error: "must be an e-mail address" }).optional(),
    })
    .optional(),
  payment_method_options: z
    .strictObject({
      wechat_pay: z
        .strictObject({ client: choice(["web", "android", "ios"]), app_id: text(100).optional() })
        .optional(),
    })
    .optional(),
  submit_type: choice(["auto", "book", "donate", "pay"]).optional(),
  ui_mode: choice(["hosted_page"]).optional(),
});

export type SessionCreateParameters = z.output<typeof sessionCreateParameters>;
export type LineItemParameters = SessionCreateParameters["line_items"][number];

/** Parameters that Stripe accepts and this stand-in does not model: refused in words that say so, instead of as unknown. */
export const notModelled: readonly string[] = [
  "after_expiration",
  "allow_promotion_codes",
  "automatic_tax",
  "billing_address_collection",
  "consent_collection",
  "custom_fields",
  "customer",
  "customer_account",
  "customer_creation",
  "customer_update",
  "discounts",
  "excluded_payment_method_types",
  "integration_identifier",
  "invoice_creation",
  "managed_payments",
  "name_collection",
  "optional_items",
  "origin_context",
  "payment_method_collection",
  "payment_method_configuration",
  "payment_method_data",
  "permissions",
  "phone_number_collection",
  "redirect_on_completion",
  "return_url",
  "saved_payment_method_options",
  "setup_intent_data",
  "shipping_address_collection",
  "shipping_options",
  "subscription_data",
  "tax_id_collection",
  "wallet_options",
] satisfies Array<keyof Stripe.Checkout.SessionCreateParams>;

/** Rules across parameters: amounts, expiry window, methods. Throws Stripe's 400. */
export function checkSession(parameters: SessionCreateParameters, nowSeconds: number): void {
  checkAmount(parameters);
  checkExpiry(parameters.expires_at, nowSeconds);
  checkMethods(parameters);
}

function checkAmount(parameters: SessionCreateParameters): void {
  if (parameters.line_items.length === 0)
    throw invalidRequest("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  const total = parameters.line_items.reduce((sum, item) => sum + item.price_data.unit_amount * item.quantity, 0);
  if (total < smallestAmountFen)
    throw invalidRequest(
      `The Checkout Session's total amount due must add up to at least ¥${(smallestAmountFen / 100).toFixed(2)} cny`,
      { code: "amount_too_small" },
    );
  if (total > largestAmountFen)
    throw invalidRequest("The Checkout Session's total amount due must be no more than ¥999,999.99", {
      code: "amount_too_large",
    });
}

/** Between 30 minutes and 24 hours from creation (docs.stripe.com/api/checkout/sessions/create). */
function checkExpiry(expiresAt: number | undefined, nowSeconds: number): void {
  if (expiresAt === undefined) return;
  const param = "expires_at";
  if (expiresAt < nowSeconds + 30 * 60)
    throw invalidRequest("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param,
    });
  if (expiresAt > nowSeconds + 24 * 60 * 60)
    throw invalidRequest("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {
      param,
    });
}

const knownMethods = ["card", "alipay", "wechat_pay", "link", "paypal", "us_bank_account", "sepa_debit", "klarna"];

function checkMethods(parameters: SessionCreateParameters): void {
  const allowed = parameters.allowed_payment_method_types;
  for (const [index, method] of (allowed ?? []).entries()) {
    if (!knownMethods.includes(method))
      throw invalidRequest(`Invalid allowed_payment_method_types[${index}]: ${method}`, {
        param: `allowed_payment_method_types[${index}]`,
      });
  }
  // The list is a filter on what the account has switched on; nothing left means nothing to pay with.
  if (allowed && !allowed.some((method) => ["card", "alipay", "wechat_pay"].includes(method)))
    throw invalidRequest("No payment method types are left after applying `allowed_payment_method_types`.", {
      param: "allowed_payment_method_types",
    });
  const wechat = parameters.payment_method_options?.wechat_pay;
  if ((allowed ?? ["wechat_pay"]).includes("wechat_pay") && !wechat)
    throw new StripeApiError(400, {
      type: "invalid_request_error",
      code: "parameter_missing",
      message: "Missing required param: payment_method_options[wechat_pay][client].",
      param: "payment_method_options[wechat_pay][client]",
    });
  if (wechat && wechat.client !== "web")
    throw invalidRequest("Checkout supports only the `web` client of WeChat Pay.", {
      param: "payment_method_options[wechat_pay][client]",
    });
}
