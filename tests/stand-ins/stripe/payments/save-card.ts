import type Stripe from "stripe";
import type { ChargeFailure } from "#tests/stand-ins/stripe/objects/charge.ts";
import { addCustomer } from "#tests/stand-ins/stripe/objects/customer.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { addPaymentMethod } from "#tests/stand-ins/stripe/objects/payment-method.ts";
import type { PresentedCard, Stored, StoredSession, World } from "#tests/stand-ins/stripe/world.ts";

/** Keeps the card of a Session in setup mode for its customer; nothing is charged. */
export function saveCard(world: World, session: StoredSession, card: PresentedCard): void {
  const { account, object } = session;
  const customer =
    typeof object.customer === "string"
      ? object.customer
      : addCustomer(world, account, object.customer_details?.email ?? null).object.id;
  const method = addPaymentMethod(world, account, customer, card);
  const setup = setupOf(world, session);
  setup.object.status = "succeeded";
  setup.object.customer = customer;
  setup.object.payment_method = method.object.id;
  setup.object.last_setup_error = null;
  object.customer = customer;
  emitEvent(world, "payment_method.attached", account, method.object);
  emitEvent(world, "setup_intent.succeeded", account, setup.object);
}

/** The bank did not agree to keep the card: the page takes another one. */
export function failSetup(world: World, session: StoredSession, failure: ChargeFailure): void {
  const setup = setupOf(world, session);
  setup.object.last_setup_error = {
    type: "card_error",
    code: failure.code,
    ...(failure.declineCode === undefined ? {} : { decline_code: failure.declineCode }),
    message: failure.message,
    payment_method_type: "card",
  };
  emitEvent(world, "setup_intent.setup_failed", session.account, setup.object);
}

function setupOf(world: World, session: StoredSession): Stored<Stripe.SetupIntent> {
  const setup = world.books.setupIntents.get(String(session.object.setup_intent));
  if (!setup) throw new Error(`no setup intent of ${session.object.id}`);
  return setup;
}
