import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody, sendJson } from "#tests/stand-ins/http.ts";
import type { ApiParts } from "#tests/stand-ins/stripe/api/handle-api-request.ts";
import type { Deliveries } from "#tests/stand-ins/stripe/webhooks/deliveries.ts";
import { plainDelivery } from "#tests/stand-ins/stripe/webhooks/delivery-mode.ts";
import { accountBody, endpointBody, faultBody, modeBody, redeliverBody, settledBody } from "./control-types.ts";
import { ControlError, objectControls } from "./object-controls.ts";

export type ControlParts = ApiParts & { deliveries: Deliveries };

export type Control = (parts: ControlParts, input: { id: string; body: unknown; query: URLSearchParams }) => unknown;

const nothing = { ok: true };

/** Controls of the wire: deliveries, faults, what was asked, and starting over. */
const wireControls: Record<string, Control> = {
  "GET /_control/deliveries/mode": ({ deliveries }) => deliveries.mode,
  "POST /_control/deliveries/mode": ({ deliveries }, { body }) => deliveries.setMode(modeBody.parse(body)),
  "POST /_control/deliveries/flush": async ({ deliveries }) => {
    await deliveries.flush();
    return nothing;
  },
  "POST /_control/deliveries/settled": async ({ deliveries }, { body }) => ({
    settled: await deliveries.settled(settledBody.parse(body).timeoutMs),
  }),
  "POST /_control/deliveries/redeliver": async ({ deliveries, world }, { body }) => {
    const wanted = redeliverBody.parse(body);
    const events = [...world.books.events.values()].filter(
      ({ object, delivery }) =>
        (wanted.eventIds?.includes(object.id) ?? true) &&
        (wanted.types?.includes(object.type) ?? true) &&
        !(wanted.onlyUndelivered && delivery === "delivered"),
    );
    for (const event of events) deliveries.redeliver(event);
    await deliveries.settled(60_000);
    return { redelivered: events.length };
  },
  "GET /_control/deliveries": ({ world }, { query }) => ({
    deliveries: [...world.books.events.values()]
      .flatMap((event) => event.attempts)
      .filter((attempt) => query.get("eventId") === null || attempt.eventId === query.get("eventId"))
      .map((attempt) => ({ ...attempt, ok: attempt.status !== null && attempt.status >= 200 && attempt.status < 300 })),
  }),
  "GET /_control/events": ({ world }) => ({
    events: [...world.books.events.values()].map(({ object, delivery, attempts }) => ({
      event: object,
      delivery,
      attempts,
    })),
  }),
  "POST /_control/endpoint": ({ deliveries }, { body }) => {
    const { url, secrets } = endpointBody.parse(body);
    deliveries.setEndpoint({ ...(url === undefined ? {} : { url }), ...(secrets === undefined ? {} : { secrets }) });
    return nothing;
  },
  "GET /_control/faults": ({ faults }) => ({ faults: faults.list() }),
  "POST /_control/faults": ({ faults }, { body }) => {
    faults.add(faultBody.parse(body));
    return nothing;
  },
  "DELETE /_control/faults": ({ faults }) => {
    faults.clear();
    return nothing;
  },
  "GET /_control/requests": ({ requests }) => ({ requests }),
  "POST /_control/accounts": ({ world }, { body }) => {
    const { id, name } = accountBody.parse(body);
    world.books.accountNames.set(id, name);
    world.changed();
    return nothing;
  },
  "POST /_control/reset": ({ world, deliveries, faults, idempotency, requests }) => {
    deliveries.clear();
    deliveries.setMode(plainDelivery);
    faults.clear();
    idempotency.clear();
    requests.length = 0;
    world.refundsStart = "as_usual";
    for (const [name, collection] of Object.entries(world.books)) if (name !== "accountNames") collection.clear();
    world.changed();
    return nothing;
  },
};

const controls = Object.entries({ ...wireControls, ...objectControls }).map(([name, control]) => {
  const [method = "", address = ""] = name.split(" ");
  return { method, pattern: new RegExp(`^${address.replace(":id", "([^/]+)")}$`), control };
});

/** Answers `/_control/…`: JSON in, JSON out, 400 with the reason for a body that does not fit, 404 for an unknown address or object. */
export async function handleControlRequest(
  parts: ControlParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Only tests and the demo steer the stand-in; a page of another site in a browser on this machine does not.
  if (request.headers.origin !== undefined) {
    sendJson(response, 403, { error: "controls are not for browsers" });
    return;
  }
  const url = new URL(request.url ?? "/", "http://stripe.invalid");
  for (const { method, pattern, control } of controls) {
    const match = method === request.method ? pattern.exec(url.pathname) : null;
    if (!match) continue;
    try {
      const text = await readBody(request);
      const body: unknown = text === "" ? {} : JSON.parse(text);
      sendJson(response, 200, await control(parts, { id: match[1] ?? "", body, query: url.searchParams }));
    } catch (error) {
      sendJson(response, error instanceof ControlError ? error.status : 400, { error: explain(error) });
    }
    return;
  }
  sendJson(response, 404, { error: `no control ${request.method} ${url.pathname}` });
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
