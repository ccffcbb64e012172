import type Stripe from "stripe";
import { z } from "zod";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { ProviderEvent } from "./payment-gateway.ts";

const toleranceSeconds = 300;

/** A text, or null for whatever else stands there: new shapes are welcome, they only tell us less (B14). */
const text = z.string().nullish().catch(null);
/** An id, or an object that has one. */
const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .catch(null);
const ourIds = z
  .object({ donation_id: text, refund_id: text, monthly_gift_id: text, subscription_id: text })
  .nullish()
  .catch(null);

const subject = z.object({
  id: text,
  object: text,
  mode: text,
  metadata: ourIds,
  payment_intent: reference,
  payment_status: text,
  amount_total: z.number().int().positive().nullish().catch(null),
  currency: text,
  subscription: reference,
  invoice: reference,
  parent: z
    .object({ subscription_details: z.object({ subscription: reference, metadata: ourIds }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

const eventShape = z.object({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean().catch(false),
  account: text,
  data: z.object({ object: subject }).nullish().catch(null),
});

/**
 * Checks the signature over the raw bytes against each secret (two while one is being rotated) and reads the ids. The SDK accepts
 * timestamps from the future; we do not, beyond 300 s (B2). A body that is signed but has no id and type is a bad signature to us.
 */
export function readProviderEvent(
  stripe: Stripe,
  secrets: readonly string[],
  rawBody: Buffer,
  header: string | null,
  at: Date,
): Result<ProviderEvent, "bad_signature"> {
  if (header === null || header === "") return err("bad_signature");
  const timestamp = Number(/(?:^|,)t=(\d+)/.exec(header)?.[1] ?? "0");
  if (timestamp > at.getTime() / 1000 + toleranceSeconds) return err("bad_signature");
  const isSigned = secrets.some((secret) => secret !== "" && isSignedWith(stripe, secret, rawBody, header, at));
  const event = isSigned ? readEvent(parseJson(rawBody)) : null;
  return event === null ? err("bad_signature") : ok(event);
}

/** Only the signature: the SDK's `constructEvent` also refuses kinds of message that it knows from elsewhere, which we can ignore. */
function isSignedWith(stripe: Stripe, secret: string, rawBody: Buffer, header: string, at: Date): boolean {
  try {
    return (
      stripe.webhooks.signature?.verifyHeader(rawBody, header, secret, toleranceSeconds, undefined, at.getTime()) ??
      false
    );
  } catch {
    // Not signed with this secret: the next one may be.
    return false;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

/** What an event is about; null when it is none (no id or type). Never fails on a kind or shape we have not seen (B14). */
export function readEvent(event: unknown): ProviderEvent | null {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success) return null;
  const { id, type, livemode, account, data } = parsed.data;
  const object = data?.object ?? {};
  const about = aboutOf(object.object, object.mode);
  const own = (...kinds: Array<ProviderEvent["about"]>): string | null =>
    kinds.includes(about) ? (object.id ?? null) : null;
  const bill = object.parent?.subscription_details;
  const isPaymentIntent = object.object === "payment_intent";
  return {
    id,
    type,
    isLive: livemode,
    accountId: account ?? null,
    about,
    donationId: object.metadata?.donation_id ?? null,
    sessionId: own("gift_checkout", "monthly_checkout", "card_replacement"),
    refundId: object.metadata?.refund_id ?? null,
    providerRefundId: own("refund"),
    disputeId: own("dispute"),
    invoiceId: own("invoice") ?? object.invoice ?? null,
    subscriptionId:
      own("subscription") ?? object.subscription ?? bill?.subscription ?? object.metadata?.subscription_id ?? null,
    monthlyGiftId: object.metadata?.monthly_gift_id ?? bill?.metadata?.monthly_gift_id ?? null,
    paymentIntentId: isPaymentIntent ? (object.id ?? null) : (object.payment_intent ?? null),
    paidCheckout: about === "gift_checkout" ? paidCheckoutOf(object) : null,
  };
}

function paidCheckoutOf(object: Partial<z.output<typeof subject>>): ProviderEvent["paidCheckout"] {
  const { payment_status, amount_total, currency, payment_intent } = object;
  if (payment_status !== "paid" || !amount_total || !currency || !payment_intent) return null;
  return { amountFen: BigInt(amount_total), currency, paymentIntentId: payment_intent };
}

const subjects: Record<string, ProviderEvent["about"]> = {
  payment_intent: "payment",
  charge: "payment",
  refund: "refund",
  dispute: "dispute",
  invoice: "invoice",
  subscription: "subscription",
};

function aboutOf(object: string | null | undefined, mode: string | null | undefined): ProviderEvent["about"] {
  if (object !== "checkout.session") return subjects[object ?? ""] ?? "other";
  if (mode === "subscription") return "monthly_checkout";
  return mode === "setup" ? "card_replacement" : "gift_checkout";
}
