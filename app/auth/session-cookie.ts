import { readCookie, setCookie } from "#app/http/cookies.ts";

/**
 * The cookie that carries the session id (E2). Over TLS its name has the `__Host-` prefix, so that no subdomain can plant one; over plain
 * HTTP, where browsers refuse that prefix, demo and tests use a plain name.
 */
function cookieName(isSecure: boolean): string {
  return isSecure ? "__Host-session" : "session";
}

export function readSessionCookie(header: string | null | undefined, isSecure: boolean): string | undefined {
  return readCookie(header, cookieName(isSecure));
}

/** `Set-Cookie` for a new session. */
export function sessionCookie(sessionId: string, lifetimeSeconds: number, isSecure: boolean): string {
  return setCookie(cookieName(isSecure), sessionId, { isSecure, isHttpOnly: true, maxAgeSeconds: lifetimeSeconds });
}

/** `Set-Cookie` that ends the session in the browser. */
export function endedSessionCookie(isSecure: boolean): string {
  return setCookie(cookieName(isSecure), "", { isSecure, isHttpOnly: true, maxAgeSeconds: 0 });
}

/** The cookie between password and code (E3): it holds the id of a sign-in that waits, never that of a session. */
function pendingCookieName(isSecure: boolean): string {
  return isSecure ? "__Host-sign-in" : "sign-in";
}

export function readPendingCookie(header: string | null | undefined, isSecure: boolean): string | undefined {
  return readCookie(header, pendingCookieName(isSecure));
}

/** `Set-Cookie` for a sign-in that waits for its code; `""` with 0 seconds removes it. */
export function pendingCookie(id: string, lifetimeSeconds: number, isSecure: boolean): string {
  return setCookie(pendingCookieName(isSecure), id, { isSecure, isHttpOnly: true, maxAgeSeconds: lifetimeSeconds });
}
