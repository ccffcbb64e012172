import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { Locale } from "#app/i18n/locale.ts";
import { createRouteTable } from "#app/metrics/route-table.ts";
import type { Services } from "#app/services.server.ts";
import { readDisplayPreferences } from "./display-preferences.server.ts";
import { serveFieldApp } from "./field-app.server.ts";
import { errorFields, type Logger, loggedPath } from "./logger.server.ts";
import { originCheck } from "./origin-check.server.ts";
import { noncePlaceholder, type PageCache } from "./page-cache.server.ts";
import { paths } from "./paths.ts";
import { sendPlainPage } from "./plain-page.server.ts";
import { createProviderMessages, providerMessagesPath } from "./provider-messages.server.ts";
import { sendWebResponse, toSharedWebRequest, toWebRequest } from "./remix-bridge.server.ts";
import { makeRequestContext } from "./request-context.server.ts";
import { createRouteHandler } from "./route-handlers.server.ts";
import { newNonce, noncedScripts, setSecurityHeaders } from "./security-headers.server.ts";

export type AppOptions = {
  services: Services;
  /** The Remix build, or how to get the current one while developing. */
  build: ServerBuild | (() => Promise<ServerBuild>);
  log: Logger;
  /** Folder with the browser's files (`build/client`); null while developing, where Vite serves them. */
  clientDirectory: string | null;
  /** Null: every page is rendered afresh. */
  pageCache: PageCache | null;
  /** Vite's own middleware while developing. */
  viteMiddleware?: RequestHandler;
};

/**
 * The whole site as one listener, without a port: `server.ts` and tests listen with it. Messages of the payment provider and
 * pages in the cache are answered before anything else; they need nothing of a page.
 */
export function createApp(options: AppOptions): RequestListener {
  const app = createExpressApp(options);
  const providerMessages = createProviderMessages(options.services, options.log);
  const count = countRequests(options);
  return (request, response) => {
    const counted = count(request, response);
    if (providerMessages.serve(request, response)) return;
    if (options.pageCache?.serve(request, response)) counted.isHit = true;
    else app(request, response);
  };
}

/** Every answer, whoever gives it, by the pattern of its route. Files of the build are not pages and are left out. */
function countRequests({ services: { metrics }, build }: AppOptions) {
  const routes = typeof build === "function" ? [] : Object.values(build.routes);
  const table = createRouteTable([...routes.flatMap((route) => route?.path ?? []), "", providerMessagesPath]);
  metrics.watchEventLoop();
  return ({ url = "", method = "" }: IncomingMessage, response: ServerResponse): { isHit: boolean } => {
    const counted = { isHit: false };
    if (url.startsWith("/assets/")) return counted;
    const startedAt = performance.now();
    response.once("close", () => {
      const isMiss = response.getHeader("X-Page-Cache") === "miss";
      metrics.requestDone({
        route: table.patternOf(url),
        method,
        status: response.statusCode,
        seconds: (performance.now() - startedAt) / 1000,
        pageCache: counted.isHit ? "hit" : isMiss ? "miss" : null,
      });
    });
    return counted;
  };
}

function createExpressApp(options: AppOptions): Express {
  const { services, log, clientDirectory, viteMiddleware } = options;
  const { env } = services;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", env.trustProxyHops);
  app.use((request, response, next) => {
    const nonce = newNonce();
    response.locals.nonce = nonce;
    response.locals.requestId = randomUUID();
    response.setHeader("X-Request-Id", String(response.locals.requestId));
    setSecurityHeaders(response, noncedScripts(nonce), env);
    logWhenDone(request, response, log);
    next();
  });
  app.use(compression());
  if (viteMiddleware) app.use(viteMiddleware);
  if (clientDirectory !== null) {
    serveFieldApp(app, clientDirectory, env);
    serveFiles(app, clientDirectory);
  }
  app.use(shedLoad(services));
  app.use(originCheck(env));
  app.use(refuseOtherBodies);
  app.use(limitFormBodies);
  app.use(remixHandler(options));
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    log.error("request failed", { requestId: String(response.locals.requestId), ...errorFields(error) });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendPlainPage(response, 503, visitorLocale(request));
  });
  return app;
}

/**
 * While pages wait in vain for the database, whoever comes next is told so at once and cheaply: a crowd of half-served visitors must not
 * take the process from the messages about money, which have database connections of their own.
 */
function shedLoad({ isDatabaseOverloaded }: Services): RequestHandler {
  const isMachine = (path: string) => path.startsWith("/webhooks/") || path === "/healthz" || path === "/readyz";
  return (request, response, next) => {
    if (isMachine(request.path) || !isDatabaseOverloaded()) next();
    else sendPlainPage(response, 503, visitorLocale(request));
  };
}

function visitorLocale({ headers, query }: Request): Locale {
  return readDisplayPreferences(headers.cookie, typeof query.lang === "string" ? query.lang : null).locale;
}

/** Built files carry a hash of their content in the name and never change; the others (icons, robots.txt) are asked for again soon. */
function serveFiles(app: Express, clientDirectory: string): void {
  app.use(
    "/assets",
    express.static(join(clientDirectory, "assets"), { immutable: true, maxAge: "1y", index: false, redirect: false }),
    (_request, response) => sendPlainPage(response, 404),
  );
  // The worker of the phone app and its manifest have said otherwise already (`serveFieldApp`).
  const setHeaders = (response: ServerResponse) => {
    if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "public, max-age=300");
  };
  app.use(express.static(clientDirectory, { cacheControl: false, setHeaders, index: false, redirect: false }));
}

/** Pages send forms and nothing else. */
function refuseOtherBodies(request: Request, response: Response, next: NextFunction): void {
  const mayPass = request.method === "GET" || request.method === "HEAD";
  // A form of one button may come without a body, and so without a type.
  const type = request.headers["content-type"];
  const isForm = type === undefined || /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i.test(type);
  if (mayPass || isForm) next();
  else sendPlainPage(response, 415);
}

const largestFormBytes = 256 * 1024;

/** Typed forms are small. Uploads (multipart) have limits of their own in their routes. */
function limitFormBodies(request: Request, response: Response, next: NextFunction): void {
  const isTooLarge = Number(request.headers["content-length"]) > largestFormBytes;
  const isUnmeasured = request.headers["transfer-encoding"] !== undefined;
  if (request.is("application/x-www-form-urlencoded") && (isTooLarge || isUnmeasured)) sendPlainPage(response, 413);
  else next();
}

function remixHandler({ services, build, pageCache }: AppOptions): RequestHandler {
  // "production" even in tests: any other mode sends stacks to the page (E11).
  const handle =
    typeof build === "function"
      ? createRequestHandler(build, services.env.mode === "development" ? "development" : "production")
      : createRouteHandler(build, "production");
  const { publicReads } = services;
  const publicServices =
    publicReads === null ? services : { ...services, db: publicReads.db, search: publicReads.search };
  const answerAfresh = async (request: Request, response: Response) => {
    const context = await makeRequestContext(request, response, services, String(response.locals.nonce));
    const webResponse = await handle(toWebRequest(request, response, services.env), context);
    // What one person sees is for that person only; what all see may be kept by the browser but must be asked for again.
    if (context.sessionIdHash !== null || isForFew(request.path)) webResponse.headers.set("Cache-Control", "no-store");
    else if (!webResponse.headers.has("Cache-Control")) webResponse.headers.set("Cache-Control", "private, no-cache");
    // Who has just changed something sees it on the next page, also before the database's own notice arrives here.
    if (changesPages(request)) pageCache?.clear();
    await sendWebResponse(response, webResponse);
  };
  const answerPublicPage = async (request: Request, response: Response, cache: PageCache, key: string) => {
    const context = await makeRequestContext(request, response, publicServices, noncePlaceholder);
    const rendered = await cache.render(key, () => handle(toSharedWebRequest(request, services.env), context));
    if ("page" in rendered) cache.send(request, response, rendered.page, "miss");
    else await sendWebResponse(response, await withNonce(rendered.answer, String(response.locals.nonce)));
  };
  return (request, response, next) => {
    const key = request.method === "GET" ? pageCache?.keyOf(request) : null;
    const done =
      pageCache && key ? answerPublicPage(request, response, pageCache, key) : answerAfresh(request, response);
    done.catch(next);
  };
}

/** Pages of one person or of whoever holds a code: a receipt, a case, a claim, and everything on the way into an account (F14). */
const forFew =
  /^\/(login|join|claim|me|org|staff|field|monthly|donations|objections|verify|confirm|complaints|report-mails)(\/|\.data$|$)/;

function isForFew(path: string): boolean {
  return forFew.test(path) && path !== paths.complaints();
}

const privatePaths = new Set([
  paths.login(),
  paths.loginCode(),
  paths.forgotPassword(),
  paths.resetPassword(),
  paths.logout(),
  paths.join(),
  paths.setDisplay(),
]);

function changesPages({ method, path }: Request): boolean {
  return method !== "GET" && method !== "HEAD" && !privatePaths.has(path);
}

/** An answer that was rendered for the cache and may not be kept, e.g. a 404 page: its nonce is still the placeholder. */
async function withNonce(answer: globalThis.Response, nonce: string): Promise<globalThis.Response> {
  const headers = new Headers(answer.headers);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
  const { status } = answer;
  if (answer.body === null) return new globalThis.Response(null, { status, headers });
  const isText = /^text\/html/.test(headers.get("Content-Type") ?? "");
  if (!isText) return new globalThis.Response(answer.body, { status, headers });
  return new globalThis.Response((await answer.text()).replaceAll(noncePlaceholder, nonce), { status, headers });
}

/** One line per request: the path without its query, because queries hold what people search for. */
function logWhenDone(request: Request, response: Response, log: Logger): void {
  const startedAt = performance.now();
  const [path] = request.originalUrl.split("?", 1);
  response.on("finish", () => {
    if (path?.startsWith("/assets/")) return;
    log.info("request", {
      method: request.method,
      path: loggedPath(path ?? ""),
      status: response.statusCode,
      ms: Math.round(performance.now() - startedAt),
      requestId: String(response.locals.requestId),
    });
  });
}
