import type Stripe from "stripe";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { BalanceMovement, PaymentGateway } from "./payment-gateway.ts";
import { callStripe, idOf, objectOf, toDate } from "./stripe-call.server.ts";
import { readEvent } from "./stripe-events.server.ts";

/** More than a month of a large charity's missed events; beyond it the next run goes on. */
const mostEvents = 10_000;

/** What a charity's account holds, listed from the provider's side: for catch-up (B10) and reconciliation (A9). */
export function stripeListing(
  stripe: Stripe,
): Pick<PaymentGateway, "listUndeliveredEvents" | "listBalanceTransactions"> {
  return {
    listUndeliveredEvents: async ({ accountId, since }) => {
      const answer = await callStripe("list undelivered events", () =>
        stripe.events
          .list(
            { delivery_success: false, created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 },
            { stripeAccount: accountId },
          )
          .autoPagingToArray({ limit: mostEvents }),
      );
      if (!answer.ok) return err("unavailable");
      // Listed in the account's own name, events do not say whose they are.
      const events = answer.value.map((event) => readEvent({ ...event, account: event.account ?? accountId }));
      return ok(events.filter((event) => event !== null).reverse());
    },
    listBalanceTransactions: (request) => listBalanceTransactions(stripe, request),
  };
}

async function* listBalanceTransactions(
  stripe: Stripe,
  { accountId, from, to }: { accountId: string; from: Date; to: Date },
): AsyncGenerator<Result<BalanceMovement[], "unavailable">, void, undefined> {
  const created = { gte: Math.floor(from.getTime() / 1000), lt: Math.floor(to.getTime() / 1000) };
  let after: string | undefined;
  for (;;) {
    const answer = await callStripe("list balance transactions", () =>
      stripe.balanceTransactions.list(
        { created, limit: 100, expand: ["data.source"], ...(after === undefined ? {} : { starting_after: after }) },
        { stripeAccount: accountId },
      ),
    );
    if (!answer.ok) {
      yield err("unavailable");
      return;
    }
    yield ok(answer.value.data.map(readMovement));
    after = answer.value.data.at(-1)?.id;
    if (!answer.value.has_more || after === undefined) return;
  }
}

function readMovement(movement: Stripe.BalanceTransaction): BalanceMovement {
  const source = objectOf(movement.source);
  return {
    id: movement.id,
    kind: kindOf(movement),
    type: movement.type,
    amountFen: BigInt(movement.amount),
    feeFen: BigInt(movement.fee),
    netFen: BigInt(movement.net),
    currency: movement.currency,
    sourceId: idOf(movement.source),
    paymentIntentId: source !== null && "payment_intent" in source ? idOf(source.payment_intent) : null,
    refundId: source?.object === "refund" ? (source.metadata?.refund_id ?? null) : null,
    paymentMethod: source?.object === "charge" ? (source.payment_method_details?.type ?? null) : null,
    at: toDate(movement.created),
  };
}

const kinds: Record<string, BalanceMovement["kind"]> = {
  charge: "payment",
  payment: "payment",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund_failure",
  payout: "payout",
  payout_cancel: "payout",
  payout_failure: "payout",
  stripe_fee: "fee",
  stripe_fx_fee: "fee",
  tax_fee: "fee",
};

/** Disputes are adjustments; only the reporting category tells taking from giving back. */
function kindOf({ type, reporting_category: category }: Stripe.BalanceTransaction): BalanceMovement["kind"] {
  if (category === "dispute" || category === "dispute_reversal") return category;
  return kinds[type] ?? "other";
}
