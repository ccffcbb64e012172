import { addBalanceTransaction } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import type { Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import { emitEventOfKind } from "#tests/stand-ins/stripe/objects/event.ts";
import { closeDispute, moveDispute, openDispute } from "#tests/stand-ins/stripe/payments/dispute-charge.ts";
import { expireSession } from "#tests/stand-ins/stripe/payments/expire-session.ts";
import { billNextMonth } from "#tests/stand-ins/stripe/payments/monthly-billing.ts";
import { declineAttempt, leavePending, paySession, settleLater } from "#tests/stand-ins/stripe/payments/pay-session.ts";
import { settleRefund } from "#tests/stand-ins/stripe/payments/refund-charge.ts";
import { type Books, objectCollections, type StoredSession, type World } from "#tests/stand-ins/stripe/world.ts";
import {
  billBody,
  cardBody,
  closeDisputeBody,
  disputeBody,
  eventBody,
  moveDisputeBody,
  movementBody,
  patchBody,
  payBody,
  refundOutcomeBody,
  refundsStartBody,
  settleBody,
} from "./control-types.ts";
import type { Control } from "./handle-control-request.ts";

/** A control that cannot be done: the object is missing (404) or in the wrong state (409). */
export class ControlError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Controls of the objects: what payers, banks and time do. */
export const objectControls: Record<string, Control> = {
  "POST /_control/sessions/:id/pay": ({ world }, { id, body }) => {
    const { method, outcome, email } = payBody.parse(body);
    const session = sessionOf(world, id);
    if (session.object.status !== "open") throw new ControlError(409, `session is ${session.object.status}`);
    if (session.object.mode !== "payment" && (method !== "card" || outcome === "pending"))
      throw new ControlError(409, "only a card pays at once and can be charged again");
    const instrument: Instrument =
      method === "card" ? { method, last4: "4242", expiryMonth: 12, expiryYear: 2034 } : { method };
    if (outcome === "succeeded") paySession(world, session, instrument, email ?? null);
    else if (outcome === "pending") leavePending(world, session, instrument, email ?? null);
    else
      declineAttempt(world, session, instrument, {
        code: "card_declined",
        declineCode: "generic_decline",
        message: "Your card was declined.",
      });
    return session.object;
  },
  "POST /_control/sessions/:id/settle": ({ world }, { id, body }) => {
    const session = sessionOf(world, id);
    if (!settleLater(world, session, settleBody.parse(body).outcome))
      throw new ControlError(409, "session has no pending payment");
    return session.object;
  },
  "POST /_control/sessions/:id/expire": ({ world }, { id }) => {
    const session = sessionOf(world, id);
    if (!expireSession(world, session)) throw new ControlError(409, `session is ${session.object.status}`);
    return session.object;
  },
  "POST /_control/refunds/:id/settle": ({ world }, { id, body }) => {
    const refund = found(world.books.refunds.get(id), id);
    if (!settleRefund(world, refund, refundOutcomeBody.parse(body).outcome))
      throw new ControlError(409, `refund is ${refund.object.status}`);
    return refund.object;
  },
  "POST /_control/refunds": ({ world }, { body }) => {
    world.refundsStart = refundsStartBody.parse(body).start;
    return { ok: true };
  },
  "POST /_control/disputes": ({ world }, { body }) => {
    const { charge, ...options } = disputeBody.parse(body);
    const latest = world.books.intents.get(charge)?.object.latest_charge;
    const id = typeof latest === "string" ? latest : charge;
    const dispute = openDispute(world, found(world.books.charges.get(id), id), options);
    if (!dispute) throw new ControlError(409, "charge cannot be disputed");
    return dispute.object;
  },
  "POST /_control/disputes/:id/status": ({ world }, { id, body }) => {
    const dispute = found(world.books.disputes.get(id), id);
    const { status, feeFen } = moveDisputeBody.parse(body);
    if (!moveDispute(world, dispute, status, feeFen)) throw new ControlError(409, "dispute is closed");
    return dispute.object;
  },
  "POST /_control/disputes/:id/close": ({ world }, { id, body }) => {
    const dispute = found(world.books.disputes.get(id), id);
    if (!closeDispute(world, dispute, closeDisputeBody.parse(body).outcome))
      throw new ControlError(409, "dispute is closed");
    return dispute.object;
  },
  "POST /_control/subscriptions/:id/bill": ({ world }, { id, body }) => {
    const subscription = found(world.books.subscriptions.get(id), id);
    const invoices = Array.from({ length: billBody.parse(body).months }, () => billNextMonth(world, subscription));
    if (invoices.includes(null)) throw new ControlError(409, `subscription is ${subscription.object.status}`);
    return { invoices: invoices.map((invoice) => invoice?.object) };
  },
  "POST /_control/subscriptions/:id/card": ({ world }, { id, body }) => {
    const subscription = found(world.books.subscriptions.get(id), id);
    const cardId = String(subscription.object.default_payment_method);
    const card = found(world.books.paymentMethods.get(cardId), cardId);
    card.laterFailure = cardBody.parse(body).failure;
    world.changed();
    return card.object;
  },
  "POST /_control/balance_transactions": ({ world }, { body }) => {
    const movement = addBalanceTransaction(world, { ...movementBody.parse(body), description: null });
    world.changed();
    return movement;
  },
  "POST /_control/events": ({ world }, { body }) => {
    const { type, objectId } = eventBody.parse(body);
    const { stored } = locate(world.books, objectId);
    return emitEventOfKind(world, type, stored.account, stored.object, null).object;
  },
  "POST /_control/objects/:id": ({ world }, { id, body }) => {
    const { stored } = locate(world.books, id);
    Object.assign(stored.object, patchBody.parse(body));
    world.changed();
    return stored.object;
  },
  "DELETE /_control/objects/:id": ({ world }, { id }) => {
    const { collection } = locate(world.books, id);
    collection.delete(id);
    world.changed();
    return { ok: true };
  },
};

function sessionOf(world: World, id: string): StoredSession {
  return found(world.books.sessions.get(id), id);
}

function found<Thing>(thing: Thing | undefined, id: string): Thing {
  if (thing === undefined) throw new ControlError(404, `no object ${id}`);
  return thing;
}

function locate(books: Books, id: string) {
  for (const collection of objectCollections(books)) {
    const stored = collection.get(id);
    if (stored) return { stored, collection };
  }
  throw new ControlError(404, `no object ${id}`);
}
