import Stripe from "stripe";
import { err, ok, type Result } from "#app/domain/result.ts";

/**
 * Runs one call of the SDK and turns its trouble into a code (`provider-answers.ts`); `refusals` names the provider's own codes that the
 * caller tells apart. A 409 says that another request works on the same thing: nobody knows yet how that ends. Bugs of ours still throw.
 */
export async function callStripe<Value, Refusal extends string = never>(
  action: string,
  call: () => Promise<Value>,
  refusals: (error: Stripe.errors.StripeError) => Refusal | null = () => null,
): Promise<Result<Value, "unavailable" | "refused" | "unknown" | Refusal>> {
  try {
    return ok(await call());
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    logProviderError(action, error);
    if (!isAnswered(error)) return err("unavailable");
    const refusal = refusals(error);
    if (refusal !== null) return { ok: false, code: refusal };
    return err(error.code === "resource_missing" ? "unknown" : "refused");
  }
}

/** The same for a call that only reads: what cannot be read is not there. */
export async function lookUp<Value>(
  action: string,
  call: () => Promise<Value>,
): Promise<Result<Value, "unavailable" | "unknown">> {
  const answer = await callStripe(action, call);
  if (answer.ok) return answer;
  return err(answer.code === "unavailable" ? "unavailable" : "unknown");
}

/** Whether the provider understood the request and answered it for good: then nothing moved and asking again changes nothing. */
function isAnswered(error: Stripe.errors.StripeError): boolean {
  const { StripeInvalidRequestError, StripeCardError, StripeIdempotencyError } = Stripe.errors;
  const isRefusal =
    error instanceof StripeInvalidRequestError ||
    error instanceof StripeCardError ||
    error instanceof StripeIdempotencyError;
  return isRefusal && error.statusCode !== 409;
}

/** Kind and request id only: bodies can carry what a donor typed (F10). */
function logProviderError(action: string, error: Stripe.errors.StripeError): void {
  console.error(
    JSON.stringify({
      level: "warn",
      action,
      type: error.type,
      code: error.code,
      requestId: error.requestId,
      message: error.message,
    }),
  );
}

/** For questions that a change has to ask first: asked once, so that question and change together fit into 10 s (B16). */
export const askedOnce = { maxNetworkRetries: 0 } as const;

/** A second of the provider's clock. */
export function toDate(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** The id of something the provider shows as an id or, where we asked for it, as a whole object. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === "string" ? value : (value?.id ?? null);
}

/** The whole object where the provider sent one, else null. */
export function objectOf<Resource extends object>(value: string | Resource | null | undefined): Resource | null {
  return typeof value === "object" ? value : null;
}
