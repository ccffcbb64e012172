import type Stripe from "stripe";
import type { Fault } from "./api/faults.ts";
import type { RecordedRequest } from "./api/handle-api-request.ts";
import type {
  CardBody,
  DisputeBody,
  EventBody,
  FaultBody,
  ListedDelivery,
  ListedEvent,
  MovementBody,
  PayBody,
  RedeliverBody,
} from "./controls/control-types.ts";
import type { RefundOutcome } from "./payments/refund-charge.ts";
import type { DeliveryMode } from "./webhooks/delivery-mode.ts";
import type { StandInEvent } from "./world.ts";

/** Steers a running Stripe stand-in over HTTP; every call rejects with the stand-in's reason when it refuses. */
export type StripeControlClient = ReturnType<typeof createStripeControlClient>;

export function createStripeControlClient(baseUrl: string) {
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${baseUrl}/_control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const post = <Answer = { ok: true }>(path: string, body: unknown = {}): Promise<Answer> => call("POST", path, body);
  return {
    /** Forgets objects, events, keys, faults, recorded requests and pending deliveries; keeps account names and the endpoint. */
    reset: () => post("/reset"),

    /** How events travel from now on; fields that are left out keep their value. */
    setDeliveryMode: (mode: Partial<DeliveryMode>) => post<DeliveryMode>("/deliveries/mode", mode),
    /** Sends what is held, delayed or due for a retry, and resolves when each was tried once. */
    flushDeliveries: () => post("/deliveries/flush"),
    /** True when nothing is on its way any more, retries included. */
    settled: async (timeoutMs = 10_000) =>
      (await post<{ settled: boolean }>("/deliveries/settled", { timeoutMs })).settled,
    /** Sends events again and resolves when they were answered; returns how many. */
    redeliver: async (which: RedeliverBody = {}) =>
      (await post<{ redelivered: number }>("/deliveries/redeliver", which)).redelivered,
    deliveries: async (eventId?: string) =>
      (
        await call<{ deliveries: ListedDelivery[] }>(
          "GET",
          `/deliveries${eventId ? `?eventId=${encodeURIComponent(eventId)}` : ""}`,
        )
      ).deliveries,
    events: async () => (await call<{ events: ListedEvent[] }>("GET", "/events")).events,
    /** Where webhooks go and with which secrets they are signed; several secrets while one is rotated. */
    setEndpoint: (endpoint: { url?: string | null; secrets?: string[] }) => post("/endpoint", endpoint),
    /** Makes an event of any kind about an object as it is now. */
    emitEvent: (event: EventBody) => post<StandInEvent>("/events", event),

    addFault: (fault: FaultBody) => post("/faults", fault),
    clearFaults: () => call<{ ok: true }>("DELETE", "/faults"),
    faults: async () => (await call<{ faults: Fault[] }>("GET", "/faults")).faults,
    /** What the API was asked since the last reset, oldest first. */
    requests: async () => (await call<{ requests: RecordedRequest[] }>("GET", "/requests")).requests,

    /** Pays, declines or leaves pending without a browser. */
    paySession: (sessionId: string, how: PayBody = {}) =>
      post<Stripe.Checkout.Session>(`/sessions/${sessionId}/pay`, how),
    /** Ends a payment that was left pending. */
    settleSession: (sessionId: string, outcome: "succeeded" | "failed") =>
      post<Stripe.Checkout.Session>(`/sessions/${sessionId}/settle`, { outcome }),
    expireSession: (sessionId: string) => post<Stripe.Checkout.Session>(`/sessions/${sessionId}/expire`),
    /** Moves a pending refund on; `failed` also ends one that had succeeded (B12). */
    settleRefund: (refundId: string, outcome: RefundOutcome) =>
      post<Stripe.Refund>(`/refunds/${refundId}/settle`, { outcome }),
    /** How the next refunds begin, until the next reset. */
    startRefundsAs: (start: "as_usual" | "pending") => post("/refunds", { start }),
    /** By charge or payment intent; as a mere inquiry, or with a fee, where asked for. */
    openDispute: (charge: string, reason?: string, options: Pick<DisputeBody, "isInquiry" | "feeFen"> = {}) =>
      post<Stripe.Dispute>("/disputes", { charge, ...(reason === undefined ? {} : { reason }), ...options }),
    /** `under_review`: the charity has answered; either status turns an inquiry into a dispute that takes the money. */
    moveDispute: (disputeId: string, status: "needs_response" | "under_review", feeFen = 0) =>
      post<Stripe.Dispute>(`/disputes/${disputeId}/status`, { status, feeFen }),
    closeDispute: (disputeId: string, outcome: "won" | "lost") =>
      post<Stripe.Dispute>(`/disputes/${disputeId}/close`, { outcome }),

    /** "Next month now": bills so many months of a subscription, whatever the clock says, and charges its card. */
    billMonth: async (subscriptionId: string, months = 1) =>
      (await post<{ invoices: Stripe.Invoice[] }>(`/subscriptions/${subscriptionId}/bill`, { months })).invoices,
    /** Makes the saved card of a subscription fail with a code from now on; null lets it pay again. */
    setCardFailure: (subscriptionId: string, failure: CardBody["failure"]) =>
      post<Stripe.PaymentMethod>(`/subscriptions/${subscriptionId}/card`, { failure }),

    /** Adds a movement to a charity's balance that nothing of ours caused. Change and drop one with the two calls below. */
    addBalanceTransaction: (movement: MovementBody) =>
      post<Stripe.BalanceTransaction>("/balance_transactions", movement),
    /** The merchant's name on the pay page for a connected account. */
    nameAccount: (id: string, name: string) => post("/accounts", { id, name }),
    /** Overwrites fields of an object, or deletes it: Stripe's books then disagree with ours. */
    changeObject: (id: string, fields: Record<string, unknown>) => post<unknown>(`/objects/${id}`, fields),
    deleteObject: (id: string) => call<{ ok: true }>("DELETE", `/objects/${id}`),
  };
}
