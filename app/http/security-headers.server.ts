import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { isHttps, type SiteOptions } from "./site-options.ts";

/** A fresh CSP nonce: 128 random bits, 24 characters of base64. */
export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/** `script-src` of a page that one visitor gets (E7): what carries its nonce, and what that loads. */
export function noncedScripts(nonce: string): string {
  return `'nonce-${nonce}' 'strict-dynamic'`;
}

/** Directives for pages, as E7 has them. Inline styles and scripts are blocked, so no `style=` in components. */
export function contentSecurityPolicy(scriptSource: string, options: SiteOptions): string {
  const isDevelopment = options.mode === "development";
  const directives = [
    "default-src 'self'",
    `script-src ${scriptSource}`,
    // Vite's development server puts styles into the page itself.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self' data:",
    isDevelopment ? "connect-src 'self' ws:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // A form may end on the hosted payment page by redirect; browsers check that against the form's page.
    `form-action 'self' ${options.checkoutOrigin}`,
  ];
  return directives.join("; ");
}

/** Headers of every response, by name; a nonce in `scriptSource` is written by whoever renders (a cached page gets a new one each time). */
export function securityHeaders(scriptSource: string, options: SiteOptions): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(scriptSource, options),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    ...(isHttps(options) ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

export function setSecurityHeaders(response: ServerResponse, scriptSource: string, options: SiteOptions): void {
  for (const [name, value] of Object.entries(securityHeaders(scriptSource, options))) response.setHeader(name, value);
}
