import type Stripe from "stripe";
import { addBalanceTransaction, feeFor } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import { buildCharge, type ChargeFailure, type Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import type { Cause, Stored, World } from "#tests/stand-ins/stripe/world.ts";

type Attempt = {
  instrument: Instrument;
  payerEmail: string | null;
  /** The kept card, when it is one. */
  paymentMethodId?: string;
  cause?: Cause;
};

/** Takes the money of an intent: charge, balance transaction with its fee, and the two events. */
export function capture(world: World, intent: Stored<Stripe.PaymentIntent>, attempt: Attempt): void {
  const { instrument, payerEmail, paymentMethodId, cause = null } = attempt;
  const charge = buildCharge(world, intent, instrument, payerEmail, null, paymentMethodId);
  world.books.charges.set(charge.object.id, charge);
  const movement = addBalanceTransaction(world, {
    account: charge.account,
    type: instrument.method === "card" ? "charge" : "payment",
    reportingCategory: "charge",
    amount: charge.object.amount,
    fee: feeFor(instrument.method, charge.object.amount),
    source: charge.object.id,
    description: charge.object.description,
  });
  charge.object.balance_transaction = movement.id;
  intent.object.status = "succeeded";
  intent.object.amount_received = intent.object.amount;
  intent.object.latest_charge = charge.object.id;
  intent.object.payment_method = charge.object.payment_method;
  intent.object.next_action = null;
  intent.object.last_payment_error = null;
  emitEvent(world, "charge.succeeded", charge.account, charge.object, cause);
  emitEvent(world, "payment_intent.succeeded", intent.account, intent.object, cause);
}

/** An attempt that the bank refused: a failed charge, and an intent that waits for another means. Makes no event. */
export function failIntent(
  world: World,
  intent: Stored<Stripe.PaymentIntent>,
  failure: ChargeFailure,
  attempt: Omit<Attempt, "payerEmail" | "cause">,
): void {
  const { instrument, paymentMethodId } = attempt;
  const charge = buildCharge(world, intent, instrument, null, failure, paymentMethodId);
  world.books.charges.set(charge.object.id, charge);
  intent.object.status = "requires_payment_method";
  intent.object.latest_charge = charge.object.id;
  intent.object.payment_method = null;
  intent.object.next_action = null;
  intent.object.last_payment_error = {
    type: instrument.method === "card" ? "card_error" : "invalid_request_error",
    charge: charge.object.id,
    code: failure.code,
    ...(failure.declineCode === undefined ? {} : { decline_code: failure.declineCode }),
    message: failure.message,
    payment_method_type: instrument.method,
  };
  world.changed();
}
