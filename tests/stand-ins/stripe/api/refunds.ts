import type Stripe from "stripe";
import { z } from "zod";
import { refundCharge } from "#tests/stand-ins/stripe/payments/refund-charge.ts";
import type { Stored, World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { choice, integer, metadata, readParameters } from "./parameters.ts";
import { largestAmountFen } from "./session-parameters.ts";
import { invalidRequest, missing } from "./stripe-error.ts";

const refundCreateParameters = z.strictObject({
  amount: integer(1, largestAmountFen).optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  reason: choice(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadata.optional(),
});

export function createRefund(world: World, call: ApiCall): object {
  const parameters = readParameters(refundCreateParameters, call.form);
  const charge = chargeToRefund(world, call, parameters);
  const refund = refundCharge(
    world,
    charge,
    { amount: parameters.amount, reason: parameters.reason, metadata: parameters.metadata ?? {} },
    call.cause,
  );
  return refund.object;
}

function chargeToRefund(
  world: World,
  call: ApiCall,
  parameters: z.output<typeof refundCreateParameters>,
): Stored<Stripe.Charge> {
  if (parameters.charge === undefined && parameters.payment_intent === undefined)
    throw invalidRequest("One of the following params should be provided for this request: payment_intent or charge.");
  if (parameters.payment_intent !== undefined) {
    const intent = world.books.intents.get(parameters.payment_intent);
    if (!intent || intent.account !== call.account) throw missing("payment_intent", parameters.payment_intent);
    const latest = intent.object.latest_charge;
    const charge = typeof latest === "string" ? world.books.charges.get(latest) : undefined;
    if (!charge || intent.object.status !== "succeeded")
      throw invalidRequest(`This PaymentIntent (${intent.object.id}) does not have a successful charge to refund.`, {
        param: "payment_intent",
      });
    return charge;
  }
  const charge = world.books.charges.get(parameters.charge ?? "");
  if (!charge || charge.account !== call.account) throw missing("charge", parameters.charge ?? "");
  return charge;
}
