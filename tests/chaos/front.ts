import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { close, listen } from "#tests/stand-ins/http.ts";

/** One answer to a message of the payment provider, as it left for the sender. */
export type Acknowledgement = { eventId: string; word: string; atMs: number };

export type Front = {
  url: string;
  /** Sites behind it, tried in turn; one that does not take the connection is passed over, and when none does the front waits a while. */
  setTargets: (ports: readonly number[]) => void;
  /** Messages that were answered with 2xx, oldest first. */
  acknowledged: readonly Acknowledgement[];
  /** Messages answered so far, with whatever. */
  answered: () => number;
  /** Milliseconds each message took, answered with 2xx or not. */
  durationsMs: readonly number[];
  /** Called when the site has answered a message with 2xx and its sender has not heard of it yet; true: the sender never will. */
  setInterceptor: (intercept: ((port: number) => boolean) | null) => void;
  close: () => Promise<void>;
};

/** The proxy in front of one or two sites, which is also the place to see and to cut what they answer. */
export async function startFront(port: number): Promise<Front> {
  const acknowledged: Acknowledgement[] = [];
  const durationsMs: number[] = [];
  let targets: readonly number[] = [];
  let turn = 0;
  let intercept: ((port: number) => boolean) | null = null;

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const startedAt = performance.now();
    turn += 1;
    const reply = await forwardToAny(targets, turn, incoming, body);
    const isMessage = incoming.url === "/webhooks/stripe";
    if (isMessage) durationsMs.push(performance.now() - startedAt);
    if (reply === null) {
      outgoing.writeHead(502).end();
      return;
    }
    const isAcknowledged = isMessage && reply.status >= 200 && reply.status < 300;
    if (isAcknowledged && intercept?.(reply.port)) {
      outgoing.destroy();
      return;
    }
    if (isAcknowledged) {
      const eventId = /"id":\s*"(evt_[^"]+)"/.exec(body.toString("utf8"))?.[1] ?? "";
      acknowledged.push({ eventId, word: reply.body.toString("utf8"), atMs: performance.now() });
    }
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
  }

  const taken = await listen(server, port, "127.0.0.1");
  return {
    url: `http://127.0.0.1:${taken}`,
    setTargets: (ports) => {
      targets = ports;
    },
    acknowledged,
    answered: () => durationsMs.length,
    durationsMs,
    setInterceptor: (value) => {
      intercept = value;
    },
    close: () => close(server),
  };
}

type Reply = { port: number; status: number; headers: IncomingMessage["headers"]; body: Buffer };

/** Connections to the sites stay open, as those of a real proxy do. */
const agent = new Agent({ keepAlive: true });
const patienceMs = 10_000;
const againMs = 50;

/** Only a connection that was refused may be tried elsewhere: one that broke may have done its work. */
async function forwardToAny(
  targets: readonly number[],
  turn: number,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<Reply | null> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(againMs)) {
    for (let tried = 0; tried < targets.length; tried += 1) {
      const port = targets[(turn + tried) % targets.length];
      const reply = port === undefined ? "refused" : await forward(port, incoming, body);
      if (reply !== "refused") return reply;
    }
  }
  return null;
}

function forward(port: number, incoming: IncomingMessage, body: Buffer): Promise<Reply | "refused" | null> {
  return new Promise((resolve) => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host: "127.0.0.1", port, method, path, agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", () => resolve(null));
      answer.once("end", () =>
        resolve({
          port,
          status: answer.statusCode ?? 502,
          headers: withoutHopHeaders(answer.headers),
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED" ? "refused" : null));
    outgoing.end(body);
  });
}

function withoutHopHeaders(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const { connection: _connection, "transfer-encoding": _encoding, "keep-alive": _keepAlive, ...rest } = headers;
  return rest;
}
