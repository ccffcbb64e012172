import Stripe from "stripe";
import type { StandInEvent } from "#tests/stand-ins/stripe/world.ts";
import type { Tampering } from "./delivery-mode.ts";

/** The bytes of one delivery and the value of its `Stripe-Signature` header (null: no header at all). */
export type SignedDelivery = { body: string; signature: string | null };

/**
 * Signs an event with the SDK's own test-header function, once per secret: while a secret is rotated Stripe signs with both.
 * Then spoils it in the way asked for.
 */
export function signDelivery(
  event: StandInEvent,
  secrets: readonly string[],
  now: Date,
  tamper: Tampering,
): SignedDelivery {
  const payload = JSON.stringify(event, null, 2);
  const seconds = Math.floor(now.getTime() / 1000);
  switch (tamper) {
    case "none":
      return { body: payload, signature: headerFor(payload, secrets, seconds) };
    case "altered_byte":
      // A space more inside the last brace: still the same JSON, no longer the same bytes.
      return { body: payload.replace(/}$/, " }"), signature: headerFor(payload, secrets, seconds) };
    case "reserialised":
      return { body: JSON.stringify(event), signature: headerFor(payload, secrets, seconds) };
    case "missing_header":
      return { body: payload, signature: null };
    case "empty_header":
      return { body: payload, signature: "" };
    case "scheme_v0":
      return { body: payload, signature: headerFor(payload, secrets, seconds, "v0") };
    case "old_301s":
      return { body: payload, signature: headerFor(payload, secrets, seconds - 301) };
    case "future_1h":
      return { body: payload, signature: headerFor(payload, secrets, seconds + 3_600) };
    case "wrong_secret":
      return { body: payload, signature: headerFor(payload, ["whsec_not_the_secret_of_this_endpoint"], seconds) };
  }
}

function headerFor(payload: string, secrets: readonly string[], timestamp: number, scheme = "v1"): string {
  const headers = secrets.map((secret) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp, scheme }),
  );
  const [first = "", ...others] = headers;
  // Every header is `t=…,v1=…`; one timestamp and all signatures make the header of an endpoint with several secrets.
  return [first, ...others.map((value) => value.slice(value.indexOf(",") + 1))].join(",");
}
