import type Stripe from "stripe";
import type { LineItemParameters } from "#tests/stand-ins/stripe/api/session-parameters.ts";
import { type AccountScope, newStripeId, type World } from "#tests/stand-ins/stripe/world.ts";
import { addPrice, addProduct } from "./price.ts";

/** One line of a Session from inline price data, with the product and price it makes; amounts are integer fen. */
export function buildLineItem(world: World, account: AccountScope, parameters: LineItemParameters): Stripe.LineItem {
  const { price_data: data, quantity } = parameters;
  const product = addProduct(world, account, data.product_data);
  const price = addPrice(world, account, {
    amount: data.unit_amount,
    product: product.id,
    isMonthly: !!data.recurring,
  });
  const total = data.unit_amount * quantity;
  return {
    id: newStripeId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: "cny",
    description: data.product_data.name,
    metadata: {},
    price,
    quantity,
  } satisfies Stripe.LineItem;
}
