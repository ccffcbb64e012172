import type Stripe from "stripe";
import { type AccountScope, newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

/** Whoever gives monthly: an e-mail address and a card, never more. */
export function addCustomer(world: World, account: AccountScope, email: string | null): Stored<Stripe.Customer> {
  const object = {
    id: newStripeId("cus", 14),
    object: "customer",
    address: null,
    balance: 0,
    created: nowSeconds(world),
    currency: "cny",
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: newStripeId("x", 8).slice(2).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  } satisfies Stripe.Customer;
  const stored = { account, object };
  world.books.customers.set(object.id, stored);
  return stored;
}
