import { createServer } from "node:http";
import type { Clock } from "#tests/stand-ins/clock.ts";
import { close, listen, sendJson } from "#tests/stand-ins/http.ts";
import { createFaultPlan } from "./api/faults.ts";
import { type ApiParts, handleApiRequest } from "./api/handle-api-request.ts";
import { createIdempotencyStore } from "./api/idempotency.ts";
import { createStripeControlClient, type StripeControlClient } from "./control-client.ts";
import { handleControlRequest } from "./controls/handle-control-request.ts";
import { handlePayRequest } from "./pay-page/handle-pay-request.ts";
import { expireDueSessions } from "./payments/expire-session.ts";
import { billDueMonths } from "./payments/monthly-billing.ts";
import { settleInTime } from "./payments/refund-charge.ts";
import { createStateSaver, loadState } from "./state-file.ts";
import { Deliveries } from "./webhooks/deliveries.ts";
import type { World } from "./world.ts";

export type StripeStandInOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** The site's webhook address; null when it has none yet (`control.setEndpoint` names it later). */
  webhookUrl: string | null;
  /** One secret, or several separated by commas while one is being rotated. */
  webhookSecret: string;
  /** The address browsers reach the pay page at, when it is not http://host:port. */
  publicUrl?: string;
  /** Merchants' names on the pay page, by connected account. */
  accountNames?: Readonly<Record<string, string>>;
  /** JSON file that keeps everything over a restart. */
  stateFile?: string;
  now?: Clock;
  /** Pauses before the next try of an unanswered webhook, in milliseconds. */
  retryDelaysMs?: readonly number[];
  /** Waiting time for the answer to one webhook. */
  deliveryTimeoutMs?: number;
  redirectWaitMs?: number;
  /** Waiting time until a pending WeChat Pay refund settles by itself; null leaves it to a control. */
  refundSettleMs?: number | null;
};

export type StripeStandIn = {
  url: string;
  port: number;
  control: StripeControlClient;
  stop: () => Promise<void>;
};

const shortBackoffMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Starts a local Stripe for demo and tests: the v1 API for the real SDK (`host`, `port`, `protocol: "http"`), the hosted pay page,
 * signed webhooks, and controls under `/_control/`. Rejects when the port is taken or the state file is not ours.
 */
export async function startStripeStandIn(options: StripeStandInOptions): Promise<StripeStandIn> {
  const now = options.now ?? (() => new Date());
  const host = options.host ?? "127.0.0.1";
  const { books, idempotencyKeys } = loadState(options.stateFile);
  for (const [id, name] of Object.entries(options.accountNames ?? {})) books.accountNames.set(id, name);
  const idempotency = createIdempotencyStore(now, idempotencyKeys);
  const saver = createStateSaver(options.stateFile, () => ({ books, idempotencyKeys: idempotency.save() }));
  const deliveries = new Deliveries({
    now,
    endpoint: { url: options.webhookUrl, secrets: options.webhookSecret.split(",") },
    retryDelaysMs: options.retryDelaysMs ?? shortBackoffMs,
    timeoutMs: options.deliveryTimeoutMs ?? 20_000,
    changed: saver.changed,
  });
  const world: World = {
    books,
    now,
    publicUrl: options.publicUrl ?? "",
    refundSettleMs: options.refundSettleMs === undefined ? 2_000 : options.refundSettleMs,
    refundsStart: "as_usual",
    changed: saver.changed,
    deliver: (event) => deliveries.deliver(event),
  };
  const parts: ApiParts = { world, idempotency, faults: createFaultPlan(), requests: [] };
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const answer = async (): Promise<void> => {
      if (path.startsWith("/v1/")) await handleApiRequest(parts, request, response);
      else if (path.startsWith("/_control/")) await handleControlRequest({ ...parts, deliveries }, request, response);
      else if (
        !(await handlePayRequest(
          { world, deliveries, redirectWaitMs: options.redirectWaitMs ?? 3_000 },
          request,
          response,
        ))
      )
        sendJson(response, 404, { error: "not found" });
    };
    answer().catch((error: unknown) => {
      console.error("stripe stand-in:", error);
      if (!response.headersSent) sendJson(response, 500, { error: "the stand-in failed; see its output" });
      else response.destroy();
    });
  });
  const port = await listen(server, options.port, host);
  const url = `http://${host}:${port}`;
  if (!options.publicUrl) world.publicUrl = url;
  // What an earlier run could not deliver or settle is due again.
  for (const event of books.events.values()) if (event.delivery === "pending") deliveries.redeliver(event);
  for (const refund of books.refunds.values()) settleInTime(world, refund);
  const ticking = setInterval(() => {
    expireDueSessions(world);
    billDueMonths(world);
  }, 1_000).unref();
  return {
    url,
    port,
    control: createStripeControlClient(url),
    stop: async () => {
      clearInterval(ticking);
      deliveries.stop();
      await close(server);
      saver.stop();
    },
  };
}
