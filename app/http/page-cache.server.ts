import type { IncomingMessage, ServerResponse } from "node:http";
import { readSessionCookie } from "#app/auth/session-cookie.ts";
import { type CachedPage, cutPage, gzipBody, plainBody } from "./cached-page.server.ts";
import { readDisplayPreferences } from "./display-preferences.server.ts";
import { type ChangeWatcher, watchPageChanges } from "./page-changes.server.ts";
import { publicPageKey } from "./public-pages.ts";
import { newNonce, noncedScripts, securityHeaders } from "./security-headers.server.ts";
import { asksForSharedPage, sharedPageOf } from "./shared-page.server.ts";
import { isHttps, type SiteOptions } from "./site-options.ts";

const largestAgeMilliseconds = 30_000;
const largestTotalBytes = 64 * 1024 * 1024;
const largestPageBytes = 1024 * 1024;

type Kept = { page: CachedPage; keptAt: number };

/** What a render of a cacheable page came to: kept, or an answer only the one who asked may have. */
export type Rendered = { page: CachedPage } | { answer: Response };

export type PageCache = {
  /** Answers from the cache and says so; false: somebody else must answer. */
  serve: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The key under which the answer to this request may be kept; null when it may not. */
  keyOf: (request: IncomingMessage) => string | null;
  /** Renders and keeps; requests for the same page that come meanwhile share the work. */
  render: (key: string, make: () => Promise<Response>) => Promise<Rendered>;
  /** Sends a page with a nonce of its own, or 304 when the browser has it. */
  send: (request: IncomingMessage, response: ServerResponse, page: CachedPage, from: "hit" | "miss") => void;
  /** Forgets everything: something public changed. */
  clear: () => void;
  close: () => Promise<void>;
};

/** In the place of the nonce while a page is rendered for the cache; as long as a nonce, and a secret of this process. */
export const noncePlaceholder = newNonce();

/**
 * Keeps rendered public pages for anonymous visitors until something changes (performance.md: a framework's rendering is the first cost of
 * a public page). Exact: everything is forgotten on any recorded event, nothing is kept that began to render before it, and nothing is
 * served while events cannot be heard. 30 s at most besides, for what changes by time alone.
 */
export function createPageCache(
  options: SiteOptions & { databaseUrl: string },
  /** Told of every change before anything is rendered after it. */
  onChange: () => void = () => {},
): PageCache {
  const pages = new Map<string, Kept>();
  const running = new Map<string, Promise<Rendered>>();
  let totalBytes = 0;
  let generation = 0;
  let canHear = false;

  const clear = () => {
    onChange();
    generation += 1;
    pages.clear();
    running.clear();
    totalBytes = 0;
  };
  const setHearing = (hears: boolean) => {
    canHear = hears;
    clear();
  };
  const watcher: ChangeWatcher = watchPageChanges(options.databaseUrl, {
    onChange: clear,
    onUp: () => setHearing(true),
    onDown: () => setHearing(false),
  });

  const forget = (key: string) => {
    totalBytes -= pages.get(key)?.page.size ?? 0;
    pages.delete(key);
  };
  const keep = (key: string, page: CachedPage) => {
    forget(key);
    pages.set(key, { page, keptAt: performance.now() });
    totalBytes += page.size;
    // A Map is in order of insertion and `find` renews: the first is the one nobody asked for longest.
    for (const [oldest] of pages) {
      if (totalBytes <= largestTotalBytes) break;
      forget(oldest);
    }
  };
  const find = (key: string): CachedPage | null => {
    const kept = pages.get(key);
    if (!canHear || kept === undefined) return null;
    if (performance.now() - kept.keptAt > largestAgeMilliseconds) {
      forget(key);
      return null;
    }
    pages.delete(key);
    pages.set(key, kept);
    return kept.page;
  };

  const keyOf = (request: IncomingMessage) => (canHear ? cacheKey(request, isHttps(options)) : null);
  const send: PageCache["send"] = (request, response, page, from) => sendPage(request, response, page, from, options);
  return {
    keyOf,
    send,
    clear,
    serve(request, response) {
      const key = keyOf(request);
      const page = key === null ? null : find(key);
      if (page === null) return false;
      send(request, response, page, "hit");
      return true;
    },
    render(key, make) {
      const shared = running.get(key);
      if (shared) return shared.then((rendered) => ("page" in rendered ? rendered : renderPage(make)));
      const startedIn = generation;
      const work = renderPage(make).then((rendered) => {
        if ("page" in rendered && generation === startedIn) keep(key, rendered.page);
        return rendered;
      });
      running.set(key, work);
      const end = () => {
        if (running.get(key) === work) running.delete(key);
      };
      work.then(end, end);
      return work;
    },
    close: () => watcher.close(),
  };
}

/** Null for everything but an anonymous GET or HEAD of a public page. A session cookie counts even when its session is over. */
function cacheKey(request: IncomingMessage, isSecure: boolean): string | null {
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  const pageKey = publicPageKey(request.url ?? "");
  if (pageKey === null) return null;
  const { cookie } = request.headers;
  if (cookie === undefined) return `zh-CN normal ${pageKey}`;
  if (readSessionCookie(cookie, isSecure) !== undefined) return null;
  const { locale, isLargeText } = readDisplayPreferences(cookie, null);
  return `${locale} ${isLargeText ? "large" : "normal"} ${pageKey}`;
}

async function renderPage(make: () => Promise<Response>): Promise<Rendered> {
  const answer = await make();
  const contentType = answer.headers.get("Content-Type") ?? "";
  const isPage = answer.status === 200 && contentType.startsWith("text/html") && !answer.headers.has("Set-Cookie");
  if (!isPage || answer.headers.has("Cache-Control")) return { answer };
  const body = Buffer.from(await answer.arrayBuffer());
  if (body.length > largestPageBytes) return { answer: new Response(body, answer) };
  return { page: cutPage(body, noncePlaceholder, contentType) };
}

/** What is sent of a page: to one visitor with a nonce of their own, to a cache in front one form for all. */
type Sent = {
  etag: string;
  scriptSource: string;
  cacheControl: string;
  vary: string;
  /** The browser goes on with the page it has, whose nonce its own policy names: a new policy would block that page's script. */
  keepsPolicy: boolean;
  body: (isGzip: boolean) => Buffer;
};

function forOne(page: CachedPage): Sent {
  const nonce = newNonce();
  return {
    etag: page.etag,
    scriptSource: noncedScripts(nonce),
    cacheControl: "private, no-cache",
    vary: "Accept-Encoding, Cookie",
    keepsPolicy: true,
    body: (isGzip) => (isGzip ? gzipBody(page, nonce) : plainBody(page, nonce)),
  };
}

/** For a second without a question; then the cache asks whether it still is the page, and mostly hears that it is (304). */
function forAll(page: CachedPage): Sent {
  const { etag, scriptSource, gzip, plain } = sharedPageOf(page);
  const cacheControl = "public, max-age=0, s-maxage=1, must-revalidate";
  const body = (isGzip: boolean) => (isGzip ? gzip : plain);
  return { etag, scriptSource, cacheControl, vary: "Accept-Encoding", keepsPolicy: false, body };
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  from: "hit" | "miss",
  options: SiteOptions,
): void {
  const sent = asksForSharedPage(request) ? forAll(page) : forOne(page);
  const headers: Record<string, string | number> = {
    ...securityHeaders(sent.scriptSource, options),
    "Cache-Control": sent.cacheControl,
    Vary: sent.vary,
    ETag: sent.etag,
    "X-Page-Cache": from,
  };
  if (request.headers["if-none-match"] === sent.etag) {
    if (sent.keepsPolicy) {
      delete headers["Content-Security-Policy"];
      response.removeHeader("Content-Security-Policy");
    }
    response.writeHead(304, headers).end();
    return;
  }
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers["accept-encoding"] ?? ""));
  const body = sent.body(takesGzip);
  if (takesGzip) headers["Content-Encoding"] = "gzip";
  headers["Content-Type"] = page.contentType;
  headers["Content-Length"] = body.length;
  response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
}
