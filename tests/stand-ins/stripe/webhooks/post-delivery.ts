import { Agent, request } from "node:http";
import { request as tlsRequest } from "node:https";
import type { SignedDelivery } from "./sign-delivery.ts";

export type PostOutcome = { status: number | null; error: string | null };

/** Connections stay open for the next message. One that broke meanwhile is a failed delivery, and failed deliveries come again. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/**
 * Posts one delivery and waits for the status. Redirects are not followed: like Stripe, everything but 2xx is a failure.
 * Uses node:http instead of fetch so that an empty signature header really goes out empty.
 */
export function postDelivery(url: string, delivery: SignedDelivery, timeoutMs: number): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const isTls = url.startsWith("https:");
    const body = Buffer.from(delivery.body, "utf8");
    const outgoing = (isTls ? tlsRequest : request)(
      url,
      {
        method: "POST",
        ...(isTls ? {} : { agent }),
        timeout: timeoutMs,
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "Content-Length": body.length,
          "User-Agent": "Stripe/1.0 (+https://docs.stripe.com/webhooks)",
          Accept: "*/*",
          ...(delivery.signature === null ? {} : { "Stripe-Signature": delivery.signature }),
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve({ status: answer.statusCode ?? null, error: null }));
        answer.once("error", (error) => resolve({ status: null, error: error.message }));
      },
    );
    outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    outgoing.once("error", (error) => resolve({ status: null, error: error.message }));
    outgoing.end(body);
  });
}
