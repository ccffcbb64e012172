import Stripe from "stripe";
import { type AccountScope, newStripeId, nowSeconds, type World } from "#tests/stand-ins/stripe/world.ts";

/** Records the product that inline price data describes. */
export function addProduct(
  world: World,
  account: AccountScope,
  data: { name: string; description?: string | undefined; metadata?: Record<string, string> | undefined },
): Stripe.Product {
  const created = nowSeconds(world);
  const object = {
    id: newStripeId("prod", 14),
    object: "product",
    active: false,
    created,
    description: data.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: data.metadata ?? {},
    name: data.name,
    package_dimensions: null,
    shippable: null,
    tax_details: null,
    type: "service",
    updated: created,
    url: null,
  } satisfies Stripe.Product;
  world.books.products.set(object.id, { account, object });
  return object;
}

/** Records a price in yuan: for once, or for every month. Amount in fen. */
export function addPrice(
  world: World,
  account: AccountScope,
  price: { amount: number; product: string; isMonthly: boolean },
): Stripe.Price {
  const object = {
    id: newStripeId("price"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: nowSeconds(world),
    currency: "cny",
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: price.product,
    recurring: price.isMonthly
      ? { interval: "month", interval_count: 1, meter: null, trial_period_days: null, usage_type: "licensed" }
      : null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: price.isMonthly ? "recurring" : "one_time",
    unit_amount: price.amount,
    unit_amount_decimal: Stripe.Decimal.from(price.amount.toString()),
  } satisfies Stripe.Price;
  world.books.prices.set(object.id, { account, object });
  return object;
}
