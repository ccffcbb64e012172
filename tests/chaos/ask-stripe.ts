import Stripe from "stripe";
import type { Platform } from "./platform.ts";

/** Asks the local Stripe as the charity itself would, past our gateway. With a form it is a POST. @throws Error for any refusal */
export async function askStripe(
  { stripe, charity }: Platform,
  path: string,
  form?: Record<string, string>,
): Promise<unknown> {
  const answer = await fetch(`${stripe.url}${path}`, {
    method: form === undefined ? "GET" : "POST",
    headers: {
      Authorization: "Bearer sk_test_local_stand_in",
      "Stripe-Account": charity.stripeAccountId,
      "Stripe-Version": Stripe.API_VERSION,
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
