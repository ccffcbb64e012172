import type Stripe from "stripe";
import { addBalanceTransaction, feeFor } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import { buildCharge, type ChargeFailure, type Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import { customerDetails } from "#tests/stand-ins/stripe/objects/checkout-session.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { buildPaymentIntent } from "#tests/stand-ins/stripe/objects/payment-intent.ts";
import type { Stored, StoredEvent, StoredSession, World } from "#tests/stand-ins/stripe/world.ts";

/** The Session's PaymentIntent; made at the first attempt to pay, never before. */
export function intentOf(world: World, session: StoredSession): Stored<Stripe.PaymentIntent> {
  const id = session.object.payment_intent;
  const existing = typeof id === "string" ? world.books.intents.get(id) : undefined;
  if (existing) return existing;
  const intent = buildPaymentIntent(world, session);
  world.books.intents.set(intent.object.id, intent);
  session.object.payment_intent = intent.object.id;
  world.changed();
  return intent;
}

/** The payer is on the wallet's own page: nothing is paid yet. */
export function startAuthorisation(world: World, session: StoredSession, url: string): void {
  const intent = intentOf(world, session);
  intent.object.status = "requires_action";
  intent.object.next_action = { type: "redirect_to_url", redirect_to_url: { return_url: session.object.url, url } };
  world.changed();
}

/**
 * Pays an open Session at once. Returns the completed event, or null when the Session was no longer open (another tab was quicker).
 * Records charge, balance transaction and the events of a paid Checkout.
 */
export function paySession(
  world: World,
  session: StoredSession,
  instrument: Instrument,
  payerEmail: string | null,
): StoredEvent | null {
  if (session.object.status !== "open") return null;
  const intent = intentOf(world, session);
  completeSession(session, payerEmail);
  session.object.payment_status = "paid";
  capture(world, intent, instrument, payerEmail);
  return emitEvent(world, "checkout.session.completed", session.account, session.object);
}

/** An attempt that fails: the Session stays open and can be paid by another means. */
export function declineAttempt(
  world: World,
  session: StoredSession,
  instrument: Instrument,
  failure: ChargeFailure,
): void {
  if (session.object.status !== "open") return;
  const intent = intentOf(world, session);
  failIntent(world, intent, instrument, failure);
  emitEvent(world, "payment_intent.payment_failed", session.account, intent.object);
}

/**
 * The payer is done but the money comes later: the Session is complete with `payment_status` unpaid, and
 * `settleLater` decides how it ends (safety.md B7).
 */
export function leavePending(
  world: World,
  session: StoredSession,
  instrument: Instrument,
  payerEmail: string | null,
): StoredEvent | null {
  if (session.object.status !== "open") return null;
  const intent = intentOf(world, session);
  completeSession(session, payerEmail);
  session.pendingInstrument = instrument;
  intent.object.status = "processing";
  intent.object.next_action = null;
  return emitEvent(world, "checkout.session.completed", session.account, session.object);
}

/** Ends a pending payment. Returns false when the Session has none. */
export function settleLater(world: World, session: StoredSession, outcome: "succeeded" | "failed"): boolean {
  const intent = intentOfPending(world, session);
  const instrument = session.pendingInstrument;
  if (!intent || !instrument) return false;
  session.pendingInstrument = null;
  const email = session.object.customer_details?.email ?? null;
  if (outcome === "succeeded") {
    session.object.payment_status = "paid";
    capture(world, intent, instrument, email);
    emitEvent(world, "checkout.session.async_payment_succeeded", session.account, session.object);
  } else {
    failIntent(world, intent, instrument, {
      code: "payment_intent_payment_attempt_failed",
      message: "The payment failed.",
    });
    emitEvent(world, "payment_intent.payment_failed", session.account, intent.object);
    emitEvent(world, "checkout.session.async_payment_failed", session.account, session.object);
  }
  return true;
}

export function isPending(world: World, session: StoredSession): boolean {
  return intentOfPending(world, session) !== null;
}

function intentOfPending(world: World, session: StoredSession): Stored<Stripe.PaymentIntent> | null {
  const id = session.object.payment_intent;
  if (session.object.status !== "complete" || session.object.payment_status !== "unpaid" || typeof id !== "string")
    return null;
  const intent = world.books.intents.get(id);
  return intent?.object.status === "processing" ? intent : null;
}

function completeSession(session: StoredSession, payerEmail: string | null): void {
  session.object.status = "complete";
  session.object.customer_details = customerDetails(payerEmail ?? session.object.customer_email);
  session.object.url = null;
}

function capture(
  world: World,
  intent: Stored<Stripe.PaymentIntent>,
  instrument: Instrument,
  payerEmail: string | null,
): void {
  const charge = buildCharge(world, intent, instrument, payerEmail, null);
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
  emitEvent(world, "charge.succeeded", charge.account, charge.object);
  emitEvent(world, "payment_intent.succeeded", intent.account, intent.object);
}

function failIntent(
  world: World,
  intent: Stored<Stripe.PaymentIntent>,
  instrument: Instrument,
  failure: ChargeFailure,
): void {
  const charge = buildCharge(world, intent, instrument, null, failure);
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
