import type Stripe from "stripe";
import { err, ok, type Result } from "#app/domain/result.ts";
import type {
  MonthlyChange,
  MonthlyCheckoutRequest,
  MonthlyCheckoutStatus,
  MonthlyPayments,
  SubscriptionStatus,
} from "./monthly-payments.ts";
import type { OpenCheckout } from "./provider-answers.ts";
import { askedOnce, callStripe, idOf, lookUp } from "./stripe-call.server.ts";
import { stripeCardReplacement } from "./stripe-card-replacement.server.ts";
import { stripeInvoices } from "./stripe-invoices.server.ts";
import { readSubscription } from "./stripe-subscription.server.ts";

/** Monthly gifts as Stripe subscriptions on the charity's account, in yuan, by card. */
export function stripeMonthly(stripe: Stripe): MonthlyPayments {
  return {
    openMonthlyCheckout: (request) => openMonthlyCheckout(stripe, request),
    retrieveMonthlyCheckout: (sessionId, accountId) =>
      lookUp("retrieve monthly checkout", async () =>
        readMonthlySession(
          await stripe.checkout.sessions.retrieve(sessionId, undefined, { stripeAccount: accountId }),
          accountId,
        ),
      ),
    retrieveSubscription: (subscriptionId, accountId) =>
      lookUp("retrieve subscription", async () =>
        readSubscription(await stripe.subscriptions.retrieve(subscriptionId, expandCard, { stripeAccount: accountId })),
      ),
    changeMonthlyAmount: (change) => changeMonthlyAmount(stripe, change),
    pauseMonthly: (change) =>
      updateSubscription(stripe, change, "pause", {
        pause_collection: {
          behavior: "void",
          ...(change.resumeAt === null ? {} : { resumes_at: Math.floor(change.resumeAt.getTime() / 1000) }),
        },
      }),
    resumeMonthly: (change) => updateSubscription(stripe, change, "resume", { pause_collection: "" }),
    cancelMonthly: (change) => cancelMonthly(stripe, change),
    ...stripeInvoices(stripe),
    ...stripeCardReplacement(stripe),
  };
}

const expandCard = { expand: ["default_payment_method"] };

async function openMonthlyCheckout(
  stripe: Stripe,
  request: MonthlyCheckoutRequest,
): Promise<Result<OpenCheckout, "unavailable" | "refused">> {
  const metadata = { monthly_gift_id: request.monthlyGiftId };
  const answer = await callStripe("open monthly checkout", () =>
    stripe.checkout.sessions.create(
      {
        mode: "subscription",
        submit_type: "donate",
        locale: request.locale,
        client_reference_id: request.monthlyGiftId,
        metadata,
        subscription_data: { metadata, description: request.itemName },
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency: "cny",
              unit_amount: Number(request.amountFen),
              recurring: { interval: "month" },
              product_data: { name: request.itemName },
            },
          },
        ],
        allowed_payment_method_types: ["card"],
        adaptive_pricing: { enabled: false },
        ...(request.email === null ? {} : { customer_email: request.email }),
        expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
      },
      {
        idempotencyKey: `monthly:${request.monthlyGiftId}:checkout:${request.attempt}`,
        stripeAccount: request.accountId,
      },
    ),
  );
  if (!answer.ok) return err(answer.code === "unavailable" ? "unavailable" : "refused");
  const { id, url } = answer.value;
  return url === null ? err("refused") : ok({ sessionId: id, url });
}

function readMonthlySession(session: Stripe.Checkout.Session, accountId: string): MonthlyCheckoutStatus {
  return {
    sessionId: session.id,
    monthlyGiftId: session.metadata?.monthly_gift_id ?? session.client_reference_id,
    state: readSessionState(session),
    isPayable: session.status === "open",
    amountFen: BigInt(session.amount_total ?? 0),
    currency: session.currency ?? "",
    isLive: session.livemode,
    accountId,
    subscriptionId: idOf(session.subscription),
    firstInvoiceId: idOf(session.invoice),
  };
}

function readSessionState(session: Stripe.Checkout.Session): MonthlyCheckoutStatus["state"] {
  if (session.payment_status === "paid") return "paid";
  if (session.status === "expired") return "expired";
  return session.status === "complete" ? "awaiting_payment" : "open";
}

async function updateSubscription(
  stripe: Stripe,
  change: MonthlyChange,
  action: string,
  parameters: Stripe.SubscriptionUpdateParams,
): Promise<Result<SubscriptionStatus, "unavailable" | "refused" | "unknown">> {
  const answer = await callStripe(`monthly ${action}`, () =>
    stripe.subscriptions.update(
      change.subscriptionId,
      { ...parameters, ...expandCard },
      {
        idempotencyKey: `monthly:${change.monthlyGiftId}:${action}:${change.attempt}`,
        stripeAccount: change.accountId,
      },
    ),
  );
  return answer.ok ? ok(readSubscription(answer.value)) : answer;
}

/** A new price on the same item and product: Stripe has no "amount" of a subscription to change. */
async function changeMonthlyAmount(
  stripe: Stripe,
  change: MonthlyChange & { amountFen: bigint },
): Promise<Result<SubscriptionStatus, "unavailable" | "refused" | "unknown">> {
  const present = await lookUp("retrieve subscription", () =>
    stripe.subscriptions.retrieve(change.subscriptionId, undefined, {
      stripeAccount: change.accountId,
      ...askedOnce,
    }),
  );
  if (!present.ok) return present;
  const item = present.value.items.data[0];
  const product = idOf(item?.price.product);
  if (item === undefined || product === null) return err("refused");
  return updateSubscription(stripe, change, "amount", {
    items: [
      {
        id: item.id,
        price_data: {
          currency: "cny",
          product,
          recurring: { interval: "month" },
          unit_amount: Number(change.amountFen),
        },
      },
    ],
    proration_behavior: "none",
  });
}

/** Canceling is repeatable by nature and has no key: a subscription that is gone already is what was asked for. */
async function cancelMonthly(
  stripe: Stripe,
  change: MonthlyChange,
): Promise<Result<SubscriptionStatus, "unavailable" | "refused" | "unknown">> {
  const answer = await callStripe("monthly cancel", () =>
    stripe.subscriptions.cancel(
      change.subscriptionId,
      { invoice_now: false, prorate: false },
      { stripeAccount: change.accountId },
    ),
  );
  if (answer.ok) return ok(readSubscription(answer.value));
  if (answer.code === "unavailable") return answer;
  const present = await lookUp("retrieve subscription", () =>
    stripe.subscriptions.retrieve(change.subscriptionId, expandCard, { stripeAccount: change.accountId }),
  );
  if (!present.ok) return present;
  const subscription = readSubscription(present.value);
  return subscription.state === "ended" ? ok(subscription) : err("refused");
}
