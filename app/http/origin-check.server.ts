import type { Request, RequestHandler } from "express";
import { sendPlainPage } from "./plain-page.server.ts";
import { ownOrigins, type SiteOptions } from "./site-options.ts";

const safeMethods = new Set(["GET", "HEAD"]);
const unsafeMethods = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export type OriginFacts = { method: string; path: string; origin: string | undefined; fetchSite: string | undefined };

/**
 * Whether an unsafe request may come in: sent by a page of this site, by the browser's own word (E6; safety.md finding 7: Remix does
 * not check resource routes). The provider's messages have no origin and never come here. Both headers must agree when both are there; a
 * request with neither is refused, but for the one POST by which a mail program ends mails (RFC 8058): there the signed key is the proof.
 */
export function isFromOwnSite(facts: OriginFacts, origins: readonly string[]): boolean {
  if (safeMethods.has(facts.method)) return true;
  if (facts.origin !== undefined && !origins.includes(facts.origin)) return false;
  if (facts.fetchSite !== undefined && facts.fetchSite !== "same-origin") return false;
  return facts.origin !== undefined || facts.fetchSite !== undefined || facts.path.startsWith("/report-mails/");
}

/** Runs before Remix: refuses odd methods with 405 and foreign writes with 403, and drops forwarding headers nobody vouches for. */
export function originCheck(options: SiteOptions): RequestHandler {
  const origins = ownOrigins(options);
  return (request, response, next) => {
    // Remix prefers this header to Host when it compares origins; a client could set both (finding 7).
    delete request.headers["x-forwarded-host"];
    if (!safeMethods.has(request.method) && !unsafeMethods.has(request.method)) {
      response.setHeader("Allow", "GET, HEAD, POST");
      sendPlainPage(response, 405);
      return;
    }
    if (isFromOwnSite(factsOf(request), origins)) next();
    else sendPlainPage(response, 403);
  };
}

function factsOf(request: Request): OriginFacts {
  const fetchSite = request.headers["sec-fetch-site"];
  return {
    method: request.method,
    path: request.path,
    origin: request.headers.origin,
    fetchSite: Array.isArray(fetchSite) ? fetchSite.join(",") : fetchSite,
  };
}
