import Stripe from "stripe";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { CheckoutRequest, CheckoutStatus, PaymentGateway } from "./payment-gateway.ts";
import type { OpenCheckout } from "./provider-answers.ts";
import { callStripe, idOf, lookUp, objectOf } from "./stripe-call.server.ts";
import { readProviderEvent } from "./stripe-events.server.ts";
import { stripeListing } from "./stripe-listing.server.ts";
import { stripeMonthly } from "./stripe-monthly.server.ts";
import { stripeRefunds } from "./stripe-refunds.server.ts";

/** The version our code was written against; the SDK's types reflect it (B15). A bump of the SDK fails to compile here. */
const apiVersion = "2026-10-28.endive" satisfies typeof Stripe.API_VERSION;

const allowedMethods = ["card", "alipay", "wechat_pay"] as const;

export type StripeOptions = {
  secretKey: string;
  webhookSecrets: readonly string[];
  /** Address of a local stand-in, or null for Stripe itself. */
  apiBase: string | null;
};

/**
 * Stripe as the payment provider: direct charges on the charity's connected account; we never hold money (S96). Each such account
 * must have card, Alipay and WeChat Pay switched on, and in its billing settings automatic retries and mails of failed bills switched
 * off: the site retries by its own stated plan, and two plans would tell donors two stories (never charge twice: a bill is paid once).
 * The platform needs one webhook address for events of connected accounts.
 */
export function createStripeGateway(options: StripeOptions): PaymentGateway {
  const stripe = createClient(options);
  return {
    openCheckout: (request) => openCheckout(stripe, request),
    retrieveCheckout: (sessionId, accountId) => retrieveCheckout(stripe, sessionId, accountId),
    expireCheckout: async (sessionId, accountId) => {
      const answer = await callStripe("expire checkout", () =>
        stripe.checkout.sessions.expire(sessionId, undefined, { stripeAccount: accountId }),
      );
      if (answer.ok) return ok();
      return err(answer.code === "unavailable" ? "unavailable" : "not_open");
    },
    ...stripeRefunds(stripe),
    ...stripeMonthly(stripe),
    ...stripeListing(stripe),
    verifyEvent: (rawBody, header, at) => readProviderEvent(stripe, options.webhookSecrets, rawBody, header, at),
  };
}

function createClient({ secretKey, apiBase }: StripeOptions): Stripe {
  if (Stripe.API_VERSION !== apiVersion)
    throw new Error(`The Stripe SDK speaks ${Stripe.API_VERSION}; the code was written against ${apiVersion}.`);
  // The SDK waits 80 s by default; a donor gets a page within 10 (B16).
  const common = { apiVersion, timeout: 4_500, maxNetworkRetries: 1, telemetry: false } as const;
  if (apiBase === null) return new Stripe(secretKey, common);
  const { hostname, port, protocol } = new URL(apiBase);
  return new Stripe(secretKey, { ...common, host: hostname, port, protocol: protocol === "https:" ? "https" : "http" });
}

async function openCheckout(
  stripe: Stripe,
  request: CheckoutRequest,
): Promise<Result<OpenCheckout, "unavailable" | "refused">> {
  const metadata = { donation_id: request.donationId };
  const answer = await callStripe("open checkout", () =>
    stripe.checkout.sessions.create(
      {
        mode: "payment",
        submit_type: "donate",
        locale: request.locale,
        client_reference_id: request.donationId,
        metadata,
        payment_intent_data: { metadata },
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency: "cny",
              unit_amount: Number(request.amountFen),
              product_data: { name: request.itemName },
            },
          },
        ],
        allowed_payment_method_types: [...allowedMethods],
        payment_method_options: { wechat_pay: { client: "web" } },
        adaptive_pricing: { enabled: false },
        expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
      },
      { idempotencyKey: `checkout:${request.donationId}:${request.attempt}`, stripeAccount: request.accountId },
    ),
  );
  if (!answer.ok) return err(answer.code === "unavailable" ? "unavailable" : "refused");
  const { id, url } = answer.value;
  return url === null ? err("refused") : ok({ sessionId: id, url });
}

async function retrieveCheckout(
  stripe: Stripe,
  sessionId: string,
  accountId: string,
): Promise<Result<CheckoutStatus, "unavailable" | "unknown">> {
  return lookUp("retrieve checkout", async () => {
    const session = await stripe.checkout.sessions.retrieve(
      sessionId,
      { expand: ["payment_intent.latest_charge.balance_transaction"] },
      { stripeAccount: accountId },
    );
    return readSession(session, accountId);
  });
}

function readSession(session: Stripe.Checkout.Session, accountId: string): CheckoutStatus {
  const intent = objectOf(session.payment_intent);
  const charge = objectOf(intent?.latest_charge);
  const balance = objectOf(charge?.balance_transaction);
  return {
    sessionId: session.id,
    donationId: session.metadata?.donation_id ?? session.client_reference_id,
    state: readState(session, intent),
    isPayable: session.status === "open",
    // What was really received where there is a payment, not what the page asked for.
    amountFen: BigInt(intent?.amount_received || session.amount_total || 0),
    currency: session.currency ?? "",
    isLive: session.livemode,
    accountId,
    paymentIntentId: idOf(session.payment_intent),
    paymentMethod: charge?.payment_method_details?.type ?? null,
    feeFen: balance === null ? null : BigInt(balance.fee),
    failureCode: intent?.last_payment_error?.decline_code ?? intent?.last_payment_error?.code ?? null,
  };
}

function readState(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): CheckoutStatus["state"] {
  if (session.payment_status === "paid") return "paid";
  if (session.status === "expired") return "expired";
  const hasFailed = intent !== null && intent.last_payment_error !== null;
  if (session.status === "complete") return hasFailed ? "failed" : "awaiting_payment";
  return hasFailed ? "failed" : "open";
}
