import { createReadableStreamFromReadable, writeReadableStreamToWritable } from "@remix-run/node";
import type { Request as ExpressRequest, Response as ExpressResponse } from "express";
import { ownOrigins, type SiteOptions } from "./site-options.ts";

/**
 * The Express request as the web request Remix reads. Its origin is one of our own, whatever Host was sent: absolute URLs and Remix's
 * own origin check can then not be talked into another one (finding 7).
 */
export function toWebRequest(request: ExpressRequest, response: ExpressResponse, options: SiteOptions): Request {
  const origin = originOf(request.headers.host, options);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(":")) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  headers.set("host", new URL(origin).host);
  headers.delete("x-forwarded-host");
  const aborter = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) aborter.abort();
  });
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  // Concatenation, not resolution against a base: a path of `//evil.example/` must stay a path.
  return new Request(`${origin}${request.originalUrl}`, {
    method: request.method,
    headers,
    signal: aborter.signal,
    ...(hasBody ? { body: createReadableStreamFromReadable(request), duplex: "half" } : {}),
  });
}

/**
 * The same for an answer many visitors will share: nothing of the one who happens to ask goes in, neither headers nor the wish to leave
 * before it is done.
 */
export function toSharedWebRequest(request: ExpressRequest, options: SiteOptions): Request {
  const origin = ownOrigins(options)[0] ?? options.baseUrl;
  return new Request(`${origin}${request.originalUrl}`, { headers: { host: new URL(origin).host } });
}

function originOf(host: string | undefined, options: SiteOptions): string {
  const own = ownOrigins(options);
  return own.find((origin) => new URL(origin).host === host) ?? own[0] ?? options.baseUrl;
}

/** Sends what Remix answered. Cookies of the answer are added to those already set. */
export async function sendWebResponse(response: ExpressResponse, answer: Response): Promise<void> {
  response.status(answer.status);
  for (const [name, value] of answer.headers) response.append(name, value);
  if (answer.body === null) {
    response.end();
    return;
  }
  await writeReadableStreamToWritable(answer.body, response);
}
