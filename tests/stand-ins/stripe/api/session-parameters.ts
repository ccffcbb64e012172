import type Stripe from "stripe";
import { z } from "zod";
import { boolean, choice, integer, list, metadata, refuse, text, webAddress } from "./parameters.ts";

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
    recurring: z.strictObject({ interval: choice(["month"]), interval_count: integer(1, 1).optional() }).optional(),
    product_data: z.strictObject({
      name: text(250),
      description: text(1_000).optional(),
      metadata: metadata.optional(),
    }),
  }),
  quantity: integer(1, 1_000_000),
});

/** What Checkout Session create accepts here: the hosted page; payments for once or every month, and cards kept without a payment. */
export const sessionCreateParameters = z.strictObject({
  mode: choice(["payment", "subscription", "setup"]),
  success_url: webAddress(),
  cancel_url: webAddress().optional(),
  line_items: list(lineItem).optional(),
  currency: cny.optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean().optional() }).optional(),
  allowed_payment_method_types: list(z.string()).optional(),
  branding_settings: z.strictObject({ display_name: text(250).optional() }).optional(),
  client_reference_id: text(200).optional(),
  custom_text: z.strictObject({ submit: z.strictObject({ message: text(1_200) }).optional() }).optional(),
  customer: text(255).optional(),
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
  setup_intent_data: z.strictObject({ description: text(1_000).optional(), metadata: metadata.optional() }).optional(),
  subscription_data: z.strictObject({ description: text(500).optional(), metadata: metadata.optional() }).optional(),
  submit_type: choice(["auto", "book", "donate", "pay"]).optional(),
  ui_mode: choice(["hosted_page"]).optional(),
});

export type SessionCreateParameters = z.output<typeof sessionCreateParameters>;
export type LineItemParameters = NonNullable<SessionCreateParameters["line_items"]>[number];

/** Parameters that Stripe accepts and this stand-in does not model: refused in words that say so, instead of as unknown. */
export const notModelled: readonly string[] = [
  "after_expiration",
  "allow_promotion_codes",
  "automatic_tax",
  "billing_address_collection",
  "consent_collection",
  "custom_fields",
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
  "shipping_address_collection",
  "shipping_options",
  "tax_id_collection",
  "wallet_options",
] satisfies Array<keyof Stripe.Checkout.SessionCreateParams>;
