import type Stripe from "stripe";
import { newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

/** What a person pays with. A card is known by its last four digits only: the number typed is never kept. */
export type CardInstrument = { method: "card"; last4: string; expiryMonth: number; expiryYear: number };
export type Instrument = CardInstrument | { method: "alipay" } | { method: "wechat_pay" };

/** Why a payment failed; `declineCode` is the bank's own word, for cards only. */
export type ChargeFailure = { code: string; declineCode?: string; message: string };

/** The Charge of one attempt: paid and captured, or failed with the reason the payer saw. */
export function buildCharge(
  world: World,
  intent: Stored<Stripe.PaymentIntent>,
  instrument: Instrument,
  payerEmail: string | null,
  failure: ChargeFailure | null,
  paymentMethodId: string = newStripeId("pm"),
): Stored<Stripe.Charge> {
  const paid = failure === null;
  const object = {
    ...unusedFields(),
    id: newStripeId(instrument.method === "card" ? "ch" : "py"),
    object: "charge",
    amount: intent.object.amount,
    amount_captured: paid ? intent.object.amount : 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: { address: null, email: payerEmail, name: null, phone: null, tax_id: null },
    captured: paid,
    created: nowSeconds(world),
    currency: intent.object.currency,
    customer: intent.object.customer,
    description: intent.object.description,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    metadata: { ...intent.object.metadata },
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: paid ? "approved_by_network" : "declined_by_network",
      reason: failure?.declineCode ?? null,
      risk_level: "normal",
      seller_message: paid ? "Payment complete." : "The bank did not return any further details with this decline.",
      type: paid ? "authorized" : "issuer_declined",
    },
    paid,
    payment_intent: intent.object.id,
    payment_method: paymentMethodId,
    payment_method_details: paymentMethodDetails(instrument),
    receipt_email: intent.object.receipt_email,
    status: paid ? "succeeded" : "failed",
  } satisfies Stripe.Charge;
  return { account: intent.account, object };
}

function paymentMethodDetails(instrument: Instrument): Stripe.Charge.PaymentMethodDetails {
  switch (instrument.method) {
    case "alipay":
      return { type: "alipay", alipay: { fingerprint: null, transaction_id: null } };
    case "wechat_pay":
      return { type: "wechat_pay", wechat_pay: { fingerprint: null, transaction_id: null } };
    case "card":
      return {
        type: "card",
        card: {
          amount_authorized: null,
          authorization_code: null,
          brand: "visa",
          checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
          country: "US",
          electronic_commerce_indicator: null,
          exp_month: instrument.expiryMonth,
          exp_year: instrument.expiryYear,
          fingerprint: null,
          funding: "credit",
          installments: null,
          last4: instrument.last4,
          mandate: null,
          network: "visa",
          network_transaction_id: null,
          regulated_status: null,
          three_d_secure: null,
          transaction_link_id: null,
          wallet: null,
        },
      } satisfies Stripe.Charge.PaymentMethodDetails;
  }
}

/** The fields of a Charge that a plain, directly charged gift never fills. */
function unusedFields() {
  return {
    application: null,
    application_fee: null,
    application_fee_amount: null,
    calculated_statement_descriptor: null,
    disputed: false,
    failure_balance_transaction: null,
    fraud_details: {},
    livemode: false,
    on_behalf_of: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  } satisfies Partial<Stripe.Charge>;
}
