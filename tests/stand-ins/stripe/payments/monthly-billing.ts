import type Stripe from "stripe";
import type { ChargeFailure } from "#tests/stand-ins/stripe/objects/charge.ts";
import { addCustomer } from "#tests/stand-ins/stripe/objects/customer.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { buildInvoice, buildInvoicePayment } from "#tests/stand-ins/stripe/objects/invoice.ts";
import { buildPaymentIntent } from "#tests/stand-ins/stripe/objects/payment-intent.ts";
import { addPaymentMethod } from "#tests/stand-ins/stripe/objects/payment-method.ts";
import { addMonths, buildSubscription } from "#tests/stand-ins/stripe/objects/subscription.ts";
import {
  type Cause,
  nowSeconds,
  type PresentedCard,
  type Stored,
  type StoredInvoice,
  type StoredSession,
  type StoredSubscription,
  type World,
} from "#tests/stand-ins/stripe/world.ts";
import { capture, failIntent } from "./charge-card.ts";

/** Starts the subscription of a monthly Session and pays its first month with the card presented. */
export function startSubscription(
  world: World,
  session: StoredSession,
  card: PresentedCard,
  email: string | null,
): StoredSubscription {
  const [line] = session.lineItems;
  const price = line?.price;
  if (!price) throw new Error("a monthly Session without a price");
  const { account } = session;
  const customer = addCustomer(world, account, email);
  emitEvent(world, "customer.created", account, customer.object);
  const method = addPaymentMethod(world, account, customer.object.id, card);
  emitEvent(world, "payment_method.attached", account, method.object);
  const subscription = buildSubscription(world, {
    account,
    customer: customer.object.id,
    price,
    quantity: line.quantity ?? 1,
    paymentMethod: method.object.id,
    description: session.subscriptionData.description,
    metadata: { ...session.subscriptionData.metadata },
    itemName: line.description ?? "",
  });
  world.books.subscriptions.set(subscription.object.id, subscription);
  const invoice = addInvoice(world, subscription, "subscription_create");
  emitEvent(world, "customer.subscription.created", account, subscription.object);
  // The pay page has asked the bank already: how the card behaves later does not matter today.
  attemptInvoice(world, invoice, { failure: null });
  session.object.customer = customer.object.id;
  session.object.subscription = subscription.object.id;
  session.object.invoice = invoice.object.id;
  return subscription;
}

/** Bills the next month now, whatever the clock says. Null when the subscription is not going on. */
export function billNextMonth(world: World, subscription: StoredSubscription): StoredInvoice | null {
  const { object } = subscription;
  const [item] = object.items.data;
  if (!item || (object.status !== "active" && object.status !== "past_due")) return null;
  const pause = object.pause_collection;
  if (pause?.resumes_at && pause.resumes_at <= item.current_period_end) object.pause_collection = null;
  subscription.monthsBilled += 1;
  item.current_period_start = item.current_period_end;
  item.current_period_end = addMonths(object.billing_cycle_anchor, subscription.monthsBilled);
  const invoice = addInvoice(world, subscription, "subscription_cycle");
  emitEvent(world, "customer.subscription.updated", subscription.account, object);
  if (object.pause_collection) voidInvoice(world, invoice);
  else attemptInvoice(world, invoice, { failure: cardOf(world, subscription)?.laterFailure ?? null });
  return invoice;
}

/** Bills every month that the stand-in's clock has reached; several, when the clock jumped. */
export function billDueMonths(world: World): void {
  const now = nowSeconds(world);
  for (const subscription of world.books.subscriptions.values()) {
    const isDue = (): boolean =>
      (subscription.object.items.data[0]?.current_period_end ?? Number.POSITIVE_INFINITY) <= now;
    while (isDue()) if (billNextMonth(world, subscription) === null) break;
  }
}

/** Charges an open bill with the subscription's card. Returns why it failed, or null when it is paid. */
export function payInvoice(world: World, invoice: StoredInvoice, cause: Cause): ChargeFailure | null {
  const card = cardOf(world, subscriptionOf(world, invoice));
  const failure = card === null ? noCard : card.laterFailure;
  attemptInvoice(world, invoice, { failure, cause });
  return failure;
}

const noCard: ChargeFailure = { code: "missing", message: "There is no card to charge." };

/** Ends a subscription for good; its open bills are not collected any more. Returns false when it has ended already. */
export function cancelSubscription(world: World, subscription: StoredSubscription, cause: Cause): boolean {
  const { object } = subscription;
  if (object.status === "canceled") return false;
  const now = nowSeconds(world);
  object.status = "canceled";
  object.canceled_at = now;
  object.ended_at = now;
  object.cancellation_details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: "cancellation_requested",
  };
  for (const invoice of world.books.invoices.values())
    if (subscriptionOf(world, invoice) === subscription && invoice.object.status === "open")
      invoice.object.auto_advance = false;
  emitEvent(world, "customer.subscription.deleted", subscription.account, object, cause);
  return true;
}

function addInvoice(
  world: World,
  subscription: StoredSubscription,
  reason: "subscription_create" | "subscription_cycle",
): StoredInvoice {
  const invoice = buildInvoice(world, subscription, reason);
  world.books.invoices.set(invoice.object.id, invoice);
  subscription.object.latest_invoice = invoice.object.id;
  emitEvent(world, "invoice.created", invoice.account, invoice.object);
  emitEvent(world, "invoice.finalized", invoice.account, invoice.object);
  return invoice;
}

function attemptInvoice(
  world: World,
  invoice: StoredInvoice,
  { failure, cause = null }: { failure: ChargeFailure | null; cause?: Cause },
): void {
  const subscription = subscriptionOf(world, invoice);
  const card = cardOf(world, subscription);
  const intent = intentOf(world, invoice, subscription);
  const { object, account } = invoice;
  object.attempted = true;
  object.attempt_count += 1;
  if (failure !== null || card === null) {
    const attempt = { instrument: card?.instrument ?? unknownCard, paymentMethodId: card?.object.id };
    failIntent(world, intent, failure ?? noCard, attempt);
    emitEvent(world, "payment_intent.payment_failed", account, intent.object, cause);
    emitEvent(world, "invoice.payment_failed", account, object, cause);
    setStatus(world, subscription, subscription.object.status === "incomplete" ? "incomplete" : "past_due", cause);
    return;
  }
  capture(world, intent, {
    instrument: card.instrument,
    payerEmail: object.customer_email,
    paymentMethodId: card.object.id,
    cause,
  });
  markPaid(world, invoice);
  emitEvent(world, "invoice.paid", account, object, cause);
  emitEvent(world, "invoice.payment_succeeded", account, object, cause);
  if (subscription.object.status !== "canceled") setStatus(world, subscription, "active", cause);
}

const unknownCard = { method: "card", last4: "0000", expiryMonth: 1, expiryYear: 2000 } as const;

function setStatus(
  world: World,
  subscription: StoredSubscription,
  status: Stripe.Subscription.Status,
  cause: Cause,
): void {
  if (subscription.object.status === status) return;
  subscription.object.status = status;
  emitEvent(world, "customer.subscription.updated", subscription.account, subscription.object, cause);
}

function markPaid(world: World, invoice: StoredInvoice): void {
  const now = nowSeconds(world);
  const { object, payments } = invoice;
  object.status = "paid";
  object.amount_paid = object.amount_due;
  object.amount_remaining = 0;
  object.status_transitions.paid_at = now;
  for (const payment of payments) {
    payment.status = "paid";
    payment.amount_paid = object.amount_due;
    payment.status_transitions.paid_at = now;
  }
}

function voidInvoice(world: World, invoice: StoredInvoice): void {
  invoice.object.status = "void";
  invoice.object.amount_remaining = 0;
  invoice.object.status_transitions.voided_at = nowSeconds(world);
  emitEvent(world, "invoice.voided", invoice.account, invoice.object);
}

/** The payment of a bill: made at its first attempt, used again by the next ones. */
function intentOf(
  world: World,
  invoice: StoredInvoice,
  subscription: StoredSubscription,
): Stored<Stripe.PaymentIntent> {
  const known = world.books.intents.get(String(invoice.payments[0]?.payment.payment_intent));
  if (known) return known;
  const intent = buildPaymentIntent(world, {
    account: invoice.account,
    amount: invoice.object.amount_due,
    methods: ["card"],
    allowedMethods: ["card"],
    customer: String(subscription.object.customer),
    description:
      invoice.object.billing_reason === "subscription_create" ? "Subscription creation" : "Subscription update",
    // Stripe does not hand a subscription's metadata down to its payments: the bill is the way there.
    metadata: {},
    receiptEmail: null,
    isSaved: true,
  });
  world.books.intents.set(intent.object.id, intent);
  invoice.payments.push(buildInvoicePayment(world, invoice, intent.object.id));
  return intent;
}

function subscriptionOf(world: World, invoice: StoredInvoice): StoredSubscription {
  const id = invoice.object.parent?.subscription_details?.subscription;
  const subscription = typeof id === "string" ? world.books.subscriptions.get(id) : undefined;
  if (!subscription) throw new Error(`no subscription of ${invoice.object.id}`);
  return subscription;
}

function cardOf(world: World, subscription: StoredSubscription) {
  const id = subscription.object.default_payment_method;
  return typeof id === "string" ? (world.books.paymentMethods.get(id) ?? null) : null;
}
