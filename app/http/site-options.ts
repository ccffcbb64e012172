import type { Env } from "#app/env.server.ts";

/** What the HTTP layer must know about where it runs. */
export type SiteOptions = Pick<Env, "mode" | "baseUrl" | "trustProxyHops" | "checkoutOrigin">;

/** Whether browsers reach the site over TLS: then cookies are `Secure` and HSTS is sent. */
export function isHttps(options: SiteOptions): boolean {
  return options.baseUrl.startsWith("https://");
}

/**
 * Origins that count as this site. The configured one; outside production also its localhost twin on the same port, because people
 * type either (E6). The request's own Host header is never asked: its sender chooses it.
 */
export function ownOrigins(options: SiteOptions): readonly string[] {
  const url = new URL(options.baseUrl);
  if (options.mode === "production") return [url.origin];
  const twin = new URL(url);
  if (url.hostname === "127.0.0.1") twin.hostname = "localhost";
  else if (url.hostname === "localhost") twin.hostname = "127.0.0.1";
  else return [url.origin];
  return [url.origin, twin.origin];
}
