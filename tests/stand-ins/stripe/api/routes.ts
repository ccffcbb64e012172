import { expireDueSessions } from "#tests/stand-ins/stripe/payments/expire-session.ts";
import { billDueMonths } from "#tests/stand-ins/stripe/payments/monthly-billing.ts";
import type { World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { listEvents, retrieveEvent } from "./events.ts";
import { listInvoicePayments, listInvoices, payInvoiceByRequest } from "./invoices.ts";
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
import { cancelSubscriptionByRequest, listSubscriptions, updateSubscription } from "./subscriptions.ts";

type Operation = (world: World, call: ApiCall) => object;

/** Every operation of the API that exists here, by method and address; `:id` is one segment. */
const operations: ReadonlyArray<readonly [string, string, Operation]> = [
  ["POST", "/v1/checkout/sessions", createSession],
  ["GET", "/v1/checkout/sessions", onTime(listSessions)],
  ["GET", "/v1/checkout/sessions/:id", retrieveSession],
  ["GET", "/v1/checkout/sessions/:id/line_items", listLineItems],
  ["POST", "/v1/checkout/sessions/:id/expire", expireSessionByRequest],
  ["GET", "/v1/customers/:id", retrieveFrom("customer", (books) => books.customers)],
  ["GET", "/v1/products/:id", retrieveFrom("product", (books) => books.products)],
  ["GET", "/v1/prices/:id", retrieveFrom("price", (books) => books.prices)],
  ["GET", "/v1/payment_methods/:id", retrieveFrom("PaymentMethod", (books) => books.paymentMethods)],
  ["GET", "/v1/setup_intents/:id", retrieveFrom("setupintent", (books) => books.setupIntents)],
  ["GET", "/v1/subscriptions", onTime(listSubscriptions)],
  ["GET", "/v1/subscriptions/:id", onTime(retrieveFrom("subscription", (books) => books.subscriptions))],
  ["POST", "/v1/subscriptions/:id", onTime(updateSubscription)],
  ["DELETE", "/v1/subscriptions/:id", onTime(cancelSubscriptionByRequest)],
  ["GET", "/v1/invoices", onTime(listInvoices)],
  ["GET", "/v1/invoices/:id", onTime(retrieveFrom("invoice", (books) => books.invoices))],
  ["POST", "/v1/invoices/:id/pay", onTime(payInvoiceByRequest)],
  ["GET", "/v1/invoice_payments", onTime(listInvoicePayments)],
  ["GET", "/v1/payment_intents", listPaymentIntents],
  ["GET", "/v1/payment_intents/:id", retrieveFrom("payment_intent", (books) => books.intents)],
  ["GET", "/v1/charges", listCharges],
  ["GET", "/v1/charges/:id", retrieveFrom("charge", (books) => books.charges)],
  ["POST", "/v1/refunds", createRefund],
  ["GET", "/v1/refunds", listRefunds],
  ["GET", "/v1/refunds/:id", retrieveFrom("refund", (books) => books.refunds)],
  ["GET", "/v1/events", onTime(listEvents)],
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

/** The answer shows what the clock has brought about already: pages that expired, months that were billed. */
function onTime(operation: Operation): Operation {
  return (world, call) => {
    expireDueSessions(world);
    billDueMonths(world);
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
