import Stripe from "stripe";
import type { LineItemParameters } from "#tests/stand-ins/stripe/api/session-parameters.ts";
import { newStripeId } from "#tests/stand-ins/stripe/world.ts";

/** One line of a Session from inline price data; amounts are integer fen. */
export function buildLineItem(parameters: LineItemParameters, created: number): Stripe.LineItem {
  const { price_data: price, quantity } = parameters;
  const total = price.unit_amount * quantity;
  return {
    id: newStripeId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: "cny",
    description: price.product_data.name,
    metadata: {},
    price: {
      id: newStripeId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created,
      currency: "cny",
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newStripeId("prod", 14),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: price.unit_amount,
      unit_amount_decimal: Stripe.Decimal.from(price.unit_amount.toString()),
    },
    quantity,
  } satisfies Stripe.LineItem;
}
