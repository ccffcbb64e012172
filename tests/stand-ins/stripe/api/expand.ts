import type Stripe from "stripe";
import { type AccountScope, findObject, type World } from "#tests/stand-ins/stripe/world.ts";
import { invalidRequest } from "./stripe-error.ts";

/** Properties that hold an id and may be replaced by the object. */
const expandable = new Set([
  "payment_intent",
  "latest_charge",
  "charge",
  "balance_transaction",
  "failure_balance_transaction",
  "source",
  "customer",
  "default_payment_method",
  "invoice",
  "latest_invoice",
  "payment_method",
  "product",
  "setup_intent",
  "subscription",
]);

/**
 * Replaces ids by objects along `expand[]` paths such as `latest_charge.balance_transaction`, and adds what is shown only on request:
 * `line_items` of Sessions, `payments` of invoices. Works on a copy. Throws Stripe's 400 for a property that cannot be expanded.
 */
export function expandObject(world: World, account: AccountScope, value: unknown, paths: string[]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  for (const path of paths) {
    const keys = path.split(".");
    if (keys.length > 4)
      throw invalidRequest("You cannot expand more than 4 levels of a property.", { param: "expand" });
    expandAt(world, account, copy, keys, path);
  }
  return copy;
}

function expandAt(world: World, account: AccountScope, node: unknown, keys: string[], path: string): void {
  const [key, ...rest] = keys;
  if (key === undefined) return;
  if (Array.isArray(node)) {
    for (const item of node) expandAt(world, account, item, keys, path);
    return;
  }
  if (!isRecord(node)) return;
  if (key === "payments" && node.object === "invoice") addPayments(world, node);
  if (key === "line_items" && node.object === "checkout.session") addLineItems(world, node);
  const current = node[key];
  if (current === undefined) throw cannotExpand(path);
  if (typeof current === "string") {
    if (!expandable.has(key)) throw cannotExpand(path);
    const found = findObject(world.books, account, current);
    // A control has deleted it: the id is all that is left.
    if (!found) return;
    node[key] = JSON.parse(JSON.stringify(found.object));
  }
  expandAt(world, account, node[key], rest, path);
}

function addLineItems(world: World, session: Record<string, unknown>): void {
  const stored = world.books.sessions.get(String(session.id));
  session.line_items = {
    object: "list",
    data: stored?.lineItems ?? [],
    has_more: false,
    url: `/v1/checkout/sessions/${String(session.id)}/line_items`,
  } satisfies Stripe.ApiList<Stripe.LineItem>;
}

function addPayments(world: World, invoice: Record<string, unknown>): void {
  const stored = world.books.invoices.get(String(invoice.id));
  invoice.payments = {
    object: "list",
    data: stored?.payments.map((payment) => structuredClone(payment)) ?? [],
    has_more: false,
    url: `/v1/invoice_payments?invoice=${String(invoice.id)}`,
  } satisfies Stripe.ApiList<Stripe.InvoicePayment>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cannotExpand(path: string) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: "expand" });
}
