import type Stripe from "stripe";
import type { ChargeFailure, Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import { customerDetails } from "#tests/stand-ins/stripe/objects/checkout-session.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { buildPaymentIntent } from "#tests/stand-ins/stripe/objects/payment-intent.ts";
import type { Stored, StoredEvent, StoredSession, World } from "#tests/stand-ins/stripe/world.ts";
import { capture, failIntent } from "./charge-card.ts";
import { startSubscription } from "./monthly-billing.ts";
import { failSetup, saveCard } from "./save-card.ts";

/** The PaymentIntent of a Session's attempts; made at the first of them, never before. A monthly Session does not show it. */
export function intentOf(world: World, session: StoredSession): Stored<Stripe.PaymentIntent> {
  const existing = world.books.intents.get(session.intentId ?? "");
  if (existing) return existing;
  const intent = buildPaymentIntent(world, {
    account: session.account,
    amount: session.object.amount_total ?? 0,
    methods: session.object.payment_method_types,
    allowedMethods: session.object.allowed_payment_method_types,
    customer: null,
    ...session.intentData,
    isSaved: session.object.mode === "subscription",
  });
  world.books.intents.set(intent.object.id, intent);
  session.intentId = intent.object.id;
  if (session.object.mode === "payment") session.object.payment_intent = intent.object.id;
  world.changed();
  return intent;
}

/** The payer is on the wallet's own page: nothing is paid yet. */
export function startAuthorisation(world: World, session: StoredSession, url: string): void {
  if (session.object.mode === "setup") return;
  const intent = intentOf(world, session);
  intent.object.status = "requires_action";
  intent.object.next_action = { type: "redirect_to_url", redirect_to_url: { return_url: session.object.url, url } };
  world.changed();
}

/**
 * Pays an open Session at once (or keeps the card, or starts the months), with all its records and events. Returns the completed
 * event, or null when the Session was no longer open (another tab was quicker). `laterFailure`: how the card fails in later months.
 */
export function paySession(
  world: World,
  session: StoredSession,
  instrument: Instrument,
  payerEmail: string | null,
  laterFailure: ChargeFailure | null = null,
): StoredEvent | null {
  if (session.object.status !== "open") return null;
  const { mode } = session.object;
  completeSession(session, payerEmail);
  if (mode !== "payment" && instrument.method === "card") {
    const card = { instrument, laterFailure };
    if (mode === "setup") saveCard(world, session, card);
    else startSubscription(world, session, card, session.object.customer_details?.email ?? null);
  } else capture(world, intentOf(world, session), { instrument, payerEmail });
  session.object.payment_status = mode === "setup" ? "no_payment_required" : "paid";
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
  if (session.object.mode === "setup") {
    failSetup(world, session, failure);
    return;
  }
  const intent = intentOf(world, session);
  failIntent(world, intent, failure, { instrument });
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
    capture(world, intent, { instrument, payerEmail: email });
    emitEvent(world, "checkout.session.async_payment_succeeded", session.account, session.object);
  } else {
    const failure = { code: "payment_intent_payment_attempt_failed", message: "The payment failed." };
    failIntent(world, intent, failure, { instrument });
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
