/**
 * How a payment provider's trouble reaches the business: as a code, never as an exception.
 * - `unavailable`: nobody knows what happened (network, 409, 429, 5xx). Ask again with the same attempt;
 * - `refused`: the provider understood and said no. Nothing has moved;
 * - `unknown`: the provider has no such object in this account.
 */
import type { Result } from "#app/domain/result.ts";

export type Lookup<Status> = Promise<Result<Status, "unavailable" | "unknown">>;
export type Change<Status> = Promise<Result<Status, "unavailable" | "refused" | "unknown">>;

/** A page of the provider that a person is sent to. */
export type OpenCheckout = { sessionId: string; url: string };
