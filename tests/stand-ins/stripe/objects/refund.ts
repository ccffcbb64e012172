import type Stripe from "stripe";
import { newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

export type RefundRequest = {
  amount: number;
  reason: Stripe.RefundCreateParams.Reason | undefined;
  metadata: Record<string, string>;
};

/** A refund of a charge. WeChat Pay refunds start as pending, the others have succeeded at once (safety.md B12). */
export function buildRefund(
  world: World,
  charge: Stored<Stripe.Charge>,
  request: RefundRequest,
  status: "pending" | "succeeded",
): Stored<Stripe.Refund> {
  const method = charge.object.payment_method_details?.type ?? "card";
  const object = {
    id: newStripeId(method === "card" ? "re" : "pyr"),
    object: "refund",
    amount: request.amount,
    balance_transaction: null,
    charge: charge.object.id,
    created: nowSeconds(world),
    currency: charge.object.currency,
    customer: null,
    customer_account: null,
    destination_details: destinationDetails(method),
    metadata: request.metadata,
    payment_intent: charge.object.payment_intent,
    payment_method: charge.object.payment_method,
    ...(status === "pending" ? { pending_reason: "processing" } : {}),
    reason: request.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  } satisfies Stripe.Refund;
  return { account: charge.account, object };
}

function destinationDetails(method: string): Stripe.Refund.DestinationDetails {
  switch (method) {
    case "alipay":
      return { type: "alipay", alipay: {} };
    case "wechat_pay":
      return { type: "wechat_pay", wechat_pay: {} };
    default:
      return { type: "card", card: { type: "refund" } };
  }
}
