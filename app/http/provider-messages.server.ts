import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { handleProviderEvent, type ProviderServices } from "#app/jobs/handle-provider-event.server.ts";
import { expectsLive } from "#app/jobs/settle-gift-checkout.server.ts";
import { createSettleQueue } from "#app/jobs/settle-queue.server.ts";
import type { Services } from "#app/services.server.ts";
import { errorFields, type Logger } from "./logger.server.ts";

export const providerMessagesPath = "/webhooks/stripe";
const largestBodyBytes = 1_000_000;

/**
 * The address of the payment provider's messages. It stands before Express and Remix: machines call it, thousands at a time on a busy day,
 * and it needs nothing of a page. Its policy is the signature over the raw bytes (B2); no cookie, no session, no other method.
 * 2xx only after commit; what could not be settled now is answered 5xx and comes again (B5).
 */
export function createProviderMessages(services: Services, log: Logger) {
  const settlePaidPage = createSettleQueue(services.settlementDb, services.clock, {
    expectsLive: expectsLive(services),
  });
  const settling = { ...services, settlePaidPage };
  return {
    /** Answers when the request is for this address; false: it is somebody else's. */
    serve: (request: IncomingMessage, response: ServerResponse): boolean => {
      if (request.url !== providerMessagesPath) return false;
      const startedAt = performance.now();
      const requestId = randomUUID();
      const answer = (status: number, word: string) => {
        const headers = {
          "Content-Type": "text/plain",
          "Cache-Control": "no-store",
          "X-Content-Type-Options": "nosniff",
          "X-Request-Id": requestId,
        };
        response.writeHead(status, headers).end(word);
        const ms = Math.round(performance.now() - startedAt);
        log.info("request", { method: request.method, path: providerMessagesPath, status, ms, requestId });
      };
      receive(request, settling, log, requestId).then(
        ({ status, word }) => answer(status, word),
        (error: unknown) => {
          log.error("provider message failed", { requestId, ...errorFields(error) });
          answer(503, "try again");
        },
      );
      return true;
    },
  };
}

async function receive(
  request: IncomingMessage,
  services: Services & ProviderServices,
  log: Logger,
  requestId: string,
): Promise<{ status: number; word: string }> {
  if (request.method !== "POST") return { status: 405, word: "POST only" };
  const body = await readBody(request);
  if (body === null) return { status: 413, word: "too large" };
  const header = request.headers["stripe-signature"];
  const event = services.payments.verifyEvent(body, typeof header === "string" ? header : null, services.clock.now());
  if (!event.ok) return { status: 400, word: "bad signature" };
  const { id, type } = event.value;
  const result = await handleProviderEvent(services, event.value, services.clock.now());
  if (result.ok) return { status: 200, word: result.value };
  log.error("provider message not settled", { requestId, event: id, type, code: result.code });
  return { status: 503, word: result.code };
}

/** The raw bytes, or null when there are too many; the rest of those is read and thrown away so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestBodyBytes) chunks.push(chunk);
  }
  return size > largestBodyBytes ? null : Buffer.concat(chunks);
}
