import { createServer } from "node:http";
import Stripe from "stripe";
import { close, listen, readBody } from "#tests/stand-ins/http.ts";
import {
  type StripeStandIn,
  type StripeStandInOptions,
  startStripeStandIn,
} from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";

export const webhookSecret = "whsec_contract_test";
/** The charity's connected account of these tests. */
export const charity: Stripe.RequestOptions = { stripeAccount: "acct_charity" };

export type ReceivedWebhook = { body: Buffer; signature: string | undefined };

/** A site that takes webhooks: keeps the raw bytes and answers with the status a test asks for. */
export type WebhookSite = {
  url: string;
  received: ReceivedWebhook[];
  /** The status of the next answers; 200 once the list is used up. */
  nextStatuses: number[];
  stop: () => Promise<void>;
};

export async function startWebhookSite(): Promise<WebhookSite> {
  const received: ReceivedWebhook[] = [];
  const nextStatuses: number[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const signature = request.headers["stripe-signature"];
      received.push({ body: Buffer.from(body), signature: Array.isArray(signature) ? signature[0] : signature });
      response.writeHead(nextStatuses.shift() ?? 200).end();
    });
  });
  const port = await listen(server, 0, "127.0.0.1");
  return { url: `http://127.0.0.1:${port}/webhooks/stripe`, received, nextStatuses, stop: () => close(server) };
}

export type Contract = {
  standIn: StripeStandIn;
  site: WebhookSite;
  stripe: Stripe;
  /** Moves the stand-in's clock. */
  advance: (milliseconds: number) => void;
  /** The present second of the stand-in's clock. */
  nowSeconds: () => number;
  stop: () => Promise<void>;
};

/** A stand-in on a free port with a site behind it and the real SDK in front; its clock stands still until a test moves it. */
export async function startContract(options: Partial<StripeStandInOptions> = {}): Promise<Contract> {
  let now = Date.now();
  const site = await startWebhookSite();
  const standIn = await startStripeStandIn({
    port: 0,
    webhookUrl: site.url,
    webhookSecret,
    refundSettleMs: null,
    retryDelaysMs: [60_000, 60_000],
    now: () => new Date(now),
    ...options,
  });
  return {
    standIn,
    site,
    stripe: sdkFor(standIn),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    nowSeconds: () => Math.floor(now / 1000),
    stop: async () => {
      await standIn.stop();
      await site.stop();
    },
  };
}

/** The real SDK against the stand-in. No retries of its own, so that a test sees each answer. */
export function sdkFor(standIn: StripeStandIn, config: Stripe.StripeConfig = {}): Stripe {
  return new Stripe("sk_test_contract", {
    host: "127.0.0.1",
    port: standIn.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
    ...config,
  });
}

/** The request the site sends for a gift of ¥50 (safety.md B11). */
export function giftRequest(
  changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    submit_type: "donate",
    locale: "zh",
    adaptive_pricing: { enabled: false },
    allowed_payment_method_types: ["card", "alipay", "wechat_pay"],
    payment_method_options: { wechat_pay: { client: "web" } },
    line_items: [
      { quantity: 1, price_data: { currency: "cny", unit_amount: 5_000, product_data: { name: "步栏村饮水工程" } } },
    ],
    client_reference_id: "donation-1",
    metadata: { donation: "donation-1" },
    payment_intent_data: { metadata: { donation: "donation-1" }, description: "donation-1" },
    success_url: "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:9/back",
    ...changes,
  };
}

/** What a rejected SDK call rejected with; fails when the call went through. */
export async function stripeErrorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`expected Stripe to refuse, got ${String(outcome)}`);
}
