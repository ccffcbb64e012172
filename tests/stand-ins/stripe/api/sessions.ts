import { z } from "zod";
import { buildSession } from "#tests/stand-ins/stripe/objects/checkout-session.ts";
import { expireDueSessions, expireSession } from "#tests/stand-ins/stripe/payments/expire-session.ts";
import { type AccountScope, nowSeconds, type StoredSession, type World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { checkSession } from "./check-session.ts";
import { createdFilter, isCreatedWithin, listPage, listParameters } from "./list.ts";
import { choice, readParameters } from "./parameters.ts";
import { notModelled, sessionCreateParameters } from "./session-parameters.ts";
import { invalidRequest, missing } from "./stripe-error.ts";

const nothing = z.strictObject({});

export function createSession(world: World, call: ApiCall): object {
  const foreign = Object.keys(call.form).find((name) => notModelled.includes(name));
  if (foreign !== undefined)
    throw invalidRequest(`Received unknown parameter: ${foreign} (the local stand-in does not model it)`, {
      code: "parameter_unknown",
      param: foreign,
    });
  const parameters = readParameters(sessionCreateParameters, call.form);
  checkSession(parameters, nowSeconds(world));
  const { customer } = parameters;
  if (customer !== undefined && world.books.customers.get(customer)?.account !== call.account)
    throw missing("customer", customer);
  const session = buildSession(world, call.account, parameters);
  world.books.sessions.set(session.object.id, session);
  world.changed();
  return session.object;
}

export function retrieveSession(world: World, call: ApiCall): object {
  readParameters(nothing, call.form);
  return sessionOf(world, call.account, call.id).object;
}

/** Only an open Session can be expired; the answer to another one names its status, as Stripe's does. */
export function expireSessionByRequest(world: World, call: ApiCall): object {
  readParameters(nothing, call.form);
  const session = sessionOf(world, call.account, call.id);
  const { status } = session.object;
  if (!expireSession(world, session, call.cause))
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`,
    );
  return session.object;
}

const sessionListParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  customer: z.string().optional(),
  payment_intent: z.string().optional(),
  subscription: z.string().optional(),
  status: choice(["open", "complete", "expired"]).optional(),
});

export function listSessions(world: World, call: ApiCall): object {
  const filter = readParameters(sessionListParameters, call.form);
  return listPage(world.books.sessions.values(), call.account, filter, "/v1/checkout/sessions", ({ object }) => {
    return (
      isCreatedWithin(object.created, filter.created) &&
      (filter.payment_intent === undefined || object.payment_intent === filter.payment_intent) &&
      (filter.customer === undefined || object.customer === filter.customer) &&
      (filter.subscription === undefined || object.subscription === filter.subscription) &&
      (filter.status === undefined || object.status === filter.status)
    );
  });
}

export function listLineItems(world: World, call: ApiCall): object {
  readParameters(z.strictObject(listParameters), call.form);
  const session = sessionOf(world, call.account, call.id);
  return {
    object: "list",
    data: session.lineItems,
    has_more: false,
    url: `/v1/checkout/sessions/${session.object.id}/line_items`,
  };
}

function sessionOf(world: World, account: AccountScope, id: string): StoredSession {
  expireDueSessions(world);
  const session = world.books.sessions.get(id);
  if (!session || session.account !== account) throw missing("checkout.session", id);
  return session;
}
