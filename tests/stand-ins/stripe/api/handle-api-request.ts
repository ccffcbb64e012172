import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import Stripe from "stripe";
import { readBody, sendJson } from "#tests/stand-ins/http.ts";
import { type AccountScope, newStripeId, type World } from "#tests/stand-ins/stripe/world.ts";
import { expandObject } from "./expand.ts";
import type { Fault, FaultPlan } from "./faults.ts";
import { decodeForm, type FormNode } from "./form-body.ts";
import type { ApiAnswer, IdempotencyStore } from "./idempotency.ts";
import { findOperation } from "./routes.ts";
import { invalidRequest, StripeApiError } from "./stripe-error.ts";

/** A request as it came in, for tests that assert what the site really sends. */
export type RecordedRequest = {
  method: string;
  path: string;
  account: AccountScope;
  idempotencyKey: string | null;
  version: string | null;
  form: FormNode;
  status: number | null;
};

export type ApiParts = {
  world: World;
  idempotency: IdempotencyStore;
  faults: FaultPlan;
  requests: RecordedRequest[];
};

const mostRecordedRequests = 5_000;

/** Answers one request under `/v1/`, with the order of checks Stripe has: key, version, account, address, idempotency, parameters. */
export async function handleApiRequest(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://stripe.invalid");
  const method = request.method ?? "GET";
  const requestId = newStripeId("req", 14);
  const key = header(request, "idempotency-key");
  const account = header(request, "stripe-account");
  const headers: Record<string, string> = {
    "Request-Id": requestId,
    "Stripe-Version": Stripe.API_VERSION,
    ...(key ? { "Idempotency-Key": key } : {}),
    ...(account ? { "Stripe-Account": account } : {}),
  };
  const body = method === "POST" ? await readBody(request) : url.search.slice(1);
  const record = recordRequest(parts, {
    method,
    path: url.pathname,
    account,
    key,
    version: header(request, "stripe-version"),
  });
  const fault = parts.faults.take(method, url.pathname, account);
  try {
    checkCaller(request, account);
    const form = decodeForm(body);
    record.form = form;
    const found = findOperation(method, url.pathname);
    if (!found)
      throw new StripeApiError(404, {
        type: "invalid_request_error",
        message: `Unrecognized request URL (${method}: ${url.pathname}).`,
      });
    const run = (): unknown => {
      const { expand, rest } = takeExpand(form);
      const cause = { requestId, idempotencyKey: key };
      const object = found.operation(parts.world, { account, id: found.id, form: rest, cause });
      return expandObject(parts.world, account, object, expand);
    };
    const answer =
      method === "POST" && key !== null
        ? await runOnce(parts, { account, key, path: url.pathname, form }, fault, run)
        : await runWithFault(fault, () => ({ status: 200, body: run() }));
    record.status = answer.status;
    await send(response, answer, { ...headers, ...(answer.replayed ? { "Idempotent-Replayed": "true" } : {}) }, fault);
  } catch (error) {
    if (error instanceof Reset) {
      response.socket?.resetAndDestroy();
      return;
    }
    const failure = error instanceof StripeApiError ? error : unexpected(error);
    record.status = failure.status;
    sendJson(response, failure.status, failure.toResponse(), { ...headers, ...failure.headers });
  }
}

/** The connection breaks instead of an answer. */
class Reset extends Error {}

type KeyedRequest = { account: AccountScope; key: string; path: string; form: FormNode };
type Outcome = ApiAnswer & { replayed?: boolean };

async function runOnce(
  parts: ApiParts,
  keyed: KeyedRequest,
  fault: Fault | null,
  run: () => unknown,
): Promise<Outcome> {
  const replay = parts.idempotency.begin(keyed.account, keyed.key, keyed.path, keyed.form);
  // A repeat can break on its way, too.
  if (replay) return { ...(await runWithFault(fault, () => replay)), replayed: true };
  let isCommitted = false;
  const end = (answer: ApiAnswer | null): void => {
    parts.idempotency.end(keyed.account, keyed.key, answer);
    parts.world.changed();
  };
  try {
    return await runWithFault(fault, () => {
      const answer = { status: 200, body: run() };
      end(answer);
      isCommitted = true;
      return answer;
    });
  } catch (error) {
    if (error instanceof StripeApiError && (error.kept || fault?.kept))
      end({ status: error.status, body: error.toResponse() });
    // After the commit the stored answer stays: the repeat of the request gets it.
    else if (!isCommitted) end(null);
    throw error;
  }
}

async function runWithFault(fault: Fault | null, run: () => ApiAnswer): Promise<Outcome> {
  if (fault?.kind === "reset_before_commit") throw new Reset();
  if (fault?.kind === "error_before_commit") throw injectedError(fault);
  if (fault?.kind === "stall_before_commit") await wait(fault.stallMs ?? 0);
  const answer = run();
  if (fault?.kind === "reset_after_commit") throw new Reset();
  if (fault?.kind === "error_after_commit") throw injectedError(fault);
  if (fault?.kind === "stall_after_commit") await wait(fault.stallMs ?? 0);
  return answer;
}

function injectedError(fault: Fault): StripeApiError {
  const status = fault.status ?? 500;
  if (status === 409)
    return new StripeApiError(409, {
      type: "invalid_request_error",
      code: "lock_timeout",
      message:
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.",
    });
  if (status === 429)
    return new StripeApiError(429, {
      type: "rate_limit_error",
      code: "rate_limit",
      message: "Too many requests. Please slow down.",
    });
  return new StripeApiError(status, { type: "api_error", message: "An unknown error occurred." });
}

async function send(
  response: ServerResponse,
  answer: ApiAnswer,
  headers: Record<string, string>,
  fault: Fault | null,
): Promise<void> {
  if (fault?.kind !== "truncated_body") {
    sendJson(response, answer.status, answer.body, headers);
    return;
  }
  const whole = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    ...headers,
    "Content-Type": "application/json",
    "Content-Length": whole.length.toString(),
  });
  await new Promise<void>((resolve) =>
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => resolve()),
  );
  response.socket?.destroy();
}

function recordRequest(
  parts: ApiParts,
  seen: { method: string; path: string; account: AccountScope; key: string | null; version: string | null },
): RecordedRequest {
  const { method, path, account, key, version } = seen;
  const record: RecordedRequest = { method, path, account, idempotencyKey: key, version, form: {}, status: null };
  parts.requests.push(record);
  if (parts.requests.length > mostRecordedRequests) parts.requests.shift();
  return record;
}

function checkCaller(request: IncomingMessage, account: AccountScope): void {
  const authorization = header(request, "authorization") ?? "";
  const key = /^Bearer (\S+)$/.exec(authorization)?.[1];
  const headers = { "WWW-Authenticate": 'Basic realm="Stripe"' };
  if (!key)
    throw new StripeApiError(
      401,
      {
        type: "invalid_request_error",
        message: "You did not provide an API key. Provide it as a bearer token in the Authorization header.",
      },
      { headers },
    );
  // A live key must never travel to a stand-in: the answer says so, and repeats none of it.
  if (!/^(sk|rk)_test_\w+$/.test(key))
    throw new StripeApiError(
      401,
      {
        type: "invalid_request_error",
        message: "Invalid API Key provided: the local stand-in takes only test keys (sk_test_…).",
      },
      { headers },
    );
  const version = header(request, "stripe-version");
  if (version !== Stripe.API_VERSION)
    throw invalidRequest(
      `Invalid Stripe API version: ${version ?? "none"}. This stand-in speaks ${Stripe.API_VERSION}, the version the SDK pins.`,
    );
  if (account !== null && !/^acct_\w+$/.test(account))
    throw new StripeApiError(403, {
      type: "invalid_request_error",
      code: "account_invalid",
      message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
    });
}

function takeExpand(form: FormNode): { expand: string[]; rest: FormNode } {
  const { expand, ...rest } = form;
  if (expand === undefined) return { expand: [], rest };
  if (typeof expand === "string") throw invalidRequest("Invalid array", { param: "expand" });
  const paths = Object.values(expand).filter((path) => typeof path === "string");
  return { expand: paths, rest };
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function unexpected(error: unknown): StripeApiError {
  console.error("stripe stand-in:", error);
  return new StripeApiError(500, { type: "api_error", message: "The local stand-in failed; see its output." });
}
