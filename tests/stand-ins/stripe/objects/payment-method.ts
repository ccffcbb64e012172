import type Stripe from "stripe";
import {
  type AccountScope,
  newStripeId,
  nowSeconds,
  type PresentedCard,
  type StoredPaymentMethod,
  type World,
} from "#tests/stand-ins/stripe/world.ts";

/** Keeps a card of a customer for later charges; its number is known by the last four digits only. */
export function addPaymentMethod(
  world: World,
  account: AccountScope,
  customer: string,
  card: PresentedCard,
): StoredPaymentMethod {
  const object = {
    id: newStripeId("pm"),
    object: "payment_method",
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand: "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: "visa",
      exp_month: card.instrument.expiryMonth,
      exp_year: card.instrument.expiryYear,
      fingerprint: null,
      funding: "credit",
      generated_from: null,
      last4: card.instrument.last4,
      networks: { available: ["visa"], preferred: null },
      regulated_status: null,
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: nowSeconds(world),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  } satisfies Stripe.PaymentMethod;
  const stored: StoredPaymentMethod = { account, object, ...card };
  world.books.paymentMethods.set(object.id, stored);
  return stored;
}
