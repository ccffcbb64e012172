import { randomBytes } from "node:crypto";
import type Stripe from "stripe";
import type { Clock } from "#tests/stand-ins/clock.ts";
import type { CardInstrument, ChargeFailure, Instrument } from "./objects/charge.ts";

/** The connected account an object belongs to; null is the platform's own account. */
export type AccountScope = string | null;

/** An object of the API with the account it is scoped to: another account never sees it. */
export type Stored<Resource> = { account: AccountScope; object: Resource };

/** What a Checkout Session remembers beside what the API shows. */
export type StoredSession = Stored<Stripe.Checkout.Session> & {
  lineItems: Stripe.LineItem[];
  intentData: { description: string | null; metadata: Record<string, string>; receiptEmail: string | null };
  /** What the subscription of a monthly Session will carry. */
  subscriptionData: { description: string | null; metadata: Record<string, string> };
  displayName: string | null;
  submitMessage: string | null;
  /** The address typed on the pay page, while the payer is on a wallet's page. */
  payerEmail: string | null;
  /** What a payment that is still on its way will be paid with. */
  pendingInstrument: Instrument | null;
  /** The card that waits for its bank's question to be answered. */
  challengedCard: PresentedCard | null;
  /** The PaymentIntent of its attempts; only one-time Sessions show it. */
  intentId: string | null;
};

/** A card at the pay page: how it pays now, and why it will fail when it is charged later without its owner (null: it will not). */
export type PresentedCard = { instrument: CardInstrument; laterFailure: ChargeFailure | null };

/** A card kept for later charges. */
export type StoredPaymentMethod = Stored<Stripe.PaymentMethod> & PresentedCard;

export type StoredSubscription = Stored<Stripe.Subscription> & {
  itemName: string;
  /** Months billed so far: period ends are counted from the first day, so that a 31st does not shrink to a 28th for good. */
  monthsBilled: number;
};

export type StoredInvoice = Stored<Stripe.Invoice> & {
  /** Shown on request only, as at Stripe. */
  payments: Stripe.InvoicePayment[];
};

export type DeliveryAttempt = {
  eventId: string;
  type: string;
  /** Which of the repeated copies (1 = the first), and which try of that copy. */
  copy: number;
  attempt: number;
  at: string;
  /** HTTP status of the answer, or null when there was none. */
  status: number | null;
  error: string | null;
  tamper: string;
};

/** Stripe's event, with room for a kind that the SDK does not know. */
export type StandInEvent = Omit<Stripe.EventBase, "type"> & { type: string };

export type StoredEvent = Stored<StandInEvent> & {
  /** pending: retries are still due or it is held; failed: every attempt failed or it was dropped on purpose. */
  delivery: "pending" | "delivered" | "failed";
  attempts: DeliveryAttempt[];
};

/** Everything this Stripe knows. Insertion order is creation order. */
export type Books = {
  sessions: Map<string, StoredSession>;
  intents: Map<string, Stored<Stripe.PaymentIntent>>;
  charges: Map<string, Stored<Stripe.Charge>>;
  refunds: Map<string, Stored<Stripe.Refund>>;
  balanceTransactions: Map<string, Stored<Stripe.BalanceTransaction>>;
  disputes: Map<string, Stored<Stripe.Dispute>>;
  customers: Map<string, Stored<Stripe.Customer>>;
  paymentMethods: Map<string, StoredPaymentMethod>;
  setupIntents: Map<string, Stored<Stripe.SetupIntent>>;
  products: Map<string, Stored<Stripe.Product>>;
  prices: Map<string, Stored<Stripe.Price>>;
  subscriptions: Map<string, StoredSubscription>;
  invoices: Map<string, StoredInvoice>;
  events: Map<string, StoredEvent>;
  accountNames: Map<string, string>;
};

/** How an event came about: an API request, or null for what happens on the pay page or by itself. */
export type Cause = { requestId: string; idempotencyKey: string | null } | null;

/** What every part of the stand-in works on. */
export type World = {
  books: Books;
  now: Clock;
  publicUrl: string;
  /** Waiting time until a pending WeChat Pay refund settles by itself; null leaves it to a control. */
  refundSettleMs: number | null;
  /** How new refunds begin; `as_usual`: pending by WeChat Pay, succeeded otherwise. */
  refundsStart: "as_usual" | "pending";
  /** Called after each change, so that the state file follows. */
  changed: () => void;
  /** Hands a new event to the webhook deliveries. */
  deliver: (event: StoredEvent) => void;
};

export function emptyBooks(): Books {
  return {
    sessions: new Map(),
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    balanceTransactions: new Map(),
    disputes: new Map(),
    customers: new Map(),
    paymentMethods: new Map(),
    setupIntents: new Map(),
    products: new Map(),
    prices: new Map(),
    subscriptions: new Map(),
    invoices: new Map(),
    events: new Map(),
    accountNames: new Map(),
  };
}

/** The present second, as every timestamp of the API. */
export function nowSeconds(world: World): number {
  return Math.floor(world.now().getTime() / 1000);
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A random id in the API's form, e.g. `pi_3Kd…`. */
export function newStripeId(prefix: string, length = 24): string {
  let id = "";
  while (id.length < length) {
    for (const byte of randomBytes(length)) if (byte < 248 && id.length < length) id += alphabet[byte % 62];
  }
  return `${prefix}_${id}`;
}

/** Every collection of objects that the API shows, for what works on any kind of object. */
export function objectCollections(books: Books): ReadonlyArray<Map<string, Stored<{ id: string }>>> {
  const { accountNames: _, ...collections } = books;
  return Object.values(collections);
}

/** Finds an object by id, whatever kind it is; null when it does not exist or belongs to another account. */
export function findObject(books: Books, account: AccountScope, id: string): Stored<{ id: string }> | null {
  for (const collection of objectCollections(books)) {
    const stored = collection.get(id);
    if (stored) return stored.account === account ? stored : null;
  }
  return null;
}
