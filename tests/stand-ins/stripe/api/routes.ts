import { expireDueSessions } from "#tests/stand-ins/stripe/payments/expire-session.ts";
import type { World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { listEvents, retrieveEvent } from "./events.ts";
import {
  listBalanceTransactions,
  listCharges,
  listDisputes,
  listPaymentIntents,
  listRefunds,
  retrieveFrom,
} from "./payments.ts";
import { createRefund } from "./refunds.ts";
import { createSession, expireSessionByRequest, listLineItems, listSessions, retrieveSession } from "./sessions.ts";

type Operation = (world: World, call: ApiCall) => object;

/** Every operation of the API that exists here, by method and address; `:id` is one segment. */
const operations: ReadonlyArray<readonly [string, string, Operation]> = [
  ["POST", "/v1/checkout/sessions", createSession],
  ["GET", "/v1/checkout/sessions", withExpiry(listSessions)],
  ["GET", "/v1/checkout/sessions/:id", retrieveSession],
  ["GET", "/v1/checkout/sessions/:id/line_items", listLineItems],
  ["POST", "/v1/checkout/sessions/:id/expire", expireSessionByRequest],
  ["GET", "/v1/payment_intents", listPaymentIntents],
  ["GET", "/v1/payment_intents/:id", retrieveFrom("payment_intent", (books) => books.intents)],
  ["GET", "/v1/charges", listCharges],
  ["GET", "/v1/charges/:id", retrieveFrom("charge", (books) => books.charges)],
  ["POST", "/v1/refunds", createRefund],
  ["GET", "/v1/refunds", listRefunds],
  ["GET", "/v1/refunds/:id", retrieveFrom("refund", (books) => books.refunds)],
  ["GET", "/v1/events", withExpiry(listEvents)],
  ["GET", "/v1/events/:id", retrieveEvent],
  ["GET", "/v1/balance_transactions", listBalanceTransactions],
  ["GET", "/v1/balance_transactions/:id", retrieveFrom("balance transaction", (books) => books.balanceTransactions)],
  ["GET", "/v1/disputes", listDisputes],
  ["GET", "/v1/disputes/:id", retrieveFrom("dispute", (books) => books.disputes)],
];

const matchers = operations.map(([method, address, operation]) => ({
  method,
  pattern: new RegExp(`^${address.replace(":id", "([^/]+)")}$`),
  operation,
}));

/** Lists show what the clock has already expired. */
function withExpiry(operation: Operation): Operation {
  return (world, call) => {
    expireDueSessions(world);
    return operation(world, call);
  };
}

export function findOperation(method: string, path: string): { operation: Operation; id: string } | null {
  for (const matcher of matchers) {
    const match = matcher.method === method ? matcher.pattern.exec(path) : null;
    if (match) return { operation: matcher.operation, id: decodeURIComponent(match[1] ?? "") };
  }
  return null;
}
