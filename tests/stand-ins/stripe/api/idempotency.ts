import type { Clock } from "#tests/stand-ins/clock.ts";
import type { AccountScope } from "#tests/stand-ins/stripe/world.ts";
import { canonicalForm, type FormNode } from "./form-body.ts";
import { StripeApiError } from "./stripe-error.ts";

export type ApiAnswer = { status: number; body: unknown };

type Kept = { path: string; parameters: string; firstUsedAt: number; answer: ApiAnswer | null };

/** Kept keys as they stand in the state file. */
export type SavedKeys = Array<[string, Kept]>;

const keptForMs = 24 * 60 * 60 * 1000;

/**
 * Idempotency keys as Stripe keeps them: per account, at least 24 hours, replaying the first result, even an error of the server;
 * other parameters or another address under the same key are refused with 400, a second request in flight with 409.
 * A request that failed its checks was never executed: its key stays free.
 */
export type IdempotencyStore = {
  /** The answer to replay, or null when this request is the one that runs. Throws Stripe's 400 or 409. */
  begin: (account: AccountScope, key: string, path: string, form: FormNode) => ApiAnswer | null;
  /** Ends the run of a key: with the answer to keep, or null to free it. */
  end: (account: AccountScope, key: string, answer: ApiAnswer | null) => void;
  save: () => SavedKeys;
  clear: () => void;
};

export function createIdempotencyStore(now: Clock, saved: SavedKeys = []): IdempotencyStore {
  const kept = new Map<string, Kept>(saved);
  const nameOf = (account: AccountScope, key: string): string => `${account ?? "platform"} ${key}`;
  return {
    begin(account, key, path, form) {
      if (key.length > 255)
        throw new StripeApiError(400, {
          type: "invalid_request_error",
          message: "Idempotency keys can be at most 255 characters.",
        });
      const name = nameOf(account, key);
      const parameters = canonicalForm(form);
      const known = kept.get(name);
      if (!known || now().getTime() - known.firstUsedAt > keptForMs) {
        kept.set(name, { path, parameters, firstUsedAt: now().getTime(), answer: null });
        return null;
      }
      if (known.path !== path) throw endpointMismatch(known.path, path, key);
      if (known.parameters !== parameters) throw parameterMismatch(key);
      if (known.answer === null) throw inFlight(key);
      return known.answer;
    },
    end(account, key, answer) {
      const known = kept.get(nameOf(account, key));
      if (answer === null) kept.delete(nameOf(account, key));
      else if (known) known.answer = answer;
    },
    save: () => [...kept].filter(([, entry]) => entry.answer !== null),
    clear: () => kept.clear(),
  };
}

function endpointMismatch(first: string, second: string, key: string): StripeApiError {
  return new StripeApiError(400, {
    type: "idempotency_error",
    message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${first}' vs '${second}'). Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function parameterMismatch(key: string): StripeApiError {
  return new StripeApiError(400, {
    type: "idempotency_error",
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inFlight(key: string): StripeApiError {
  return new StripeApiError(409, {
    type: "invalid_request_error",
    code: "idempotency_key_in_use",
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try your request again later if this is a safe retry.`,
  });
}
