import type Stripe from "stripe";
import { newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

const answerWithinSeconds = 9 * 24 * 60 * 60;

/** A dispute of the whole charge, waiting for the charity's answer. */
export function buildDispute(world: World, charge: Stored<Stripe.Charge>, reason: string): Stored<Stripe.Dispute> {
  const created = nowSeconds(world);
  const object = {
    id: newStripeId("dp"),
    object: "dispute",
    amount: charge.object.amount,
    balance_transactions: [],
    charge: charge.object.id,
    created,
    currency: charge.object.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: created + answerWithinSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: "10.4",
    payment_intent: charge.object.payment_intent,
    reason,
    status: "needs_response",
  } satisfies Stripe.Dispute;
  return { account: charge.account, object };
}

function emptyEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  } satisfies Stripe.Dispute.Evidence;
}
