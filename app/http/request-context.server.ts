import type { Request, Response } from "express";
import { deviceWords } from "#app/auth/device-words.ts";
import { readSession } from "#app/auth/request-actor.server.ts";
import { readSessionCookie } from "#app/auth/session-cookie.ts";
import { hashSessionId, isSessionId } from "#app/auth/sessions.server.ts";
import { anonymousActor } from "#app/domain/actor.ts";
import { parseLocale } from "#app/i18n/locale.ts";
import type { Services } from "#app/services.server.ts";
import { localeCookie, readDisplayPreferences } from "./display-preferences.server.ts";
import type { RequestContext } from "./guard.server.ts";
import { isHttps } from "./site-options.ts";

/** Makes what every route is handed: who asks, in which language, from where. Remembers a language chosen by `?lang=`. */
export async function makeRequestContext(
  request: Request,
  response: Response,
  services: Services,
  nonce: string,
): Promise<RequestContext> {
  const { cookie } = request.headers;
  const isSecure = isHttps(services.env);
  const lang = langParameterOf(request.originalUrl);
  const display = readDisplayPreferences(cookie, lang);
  const isNewChoice = parseLocale(lang) !== undefined && display.locale !== readDisplayPreferences(cookie, null).locale;
  if (isNewChoice) response.append("Set-Cookie", localeCookie(display.locale, isSecure));
  const sessionId = readSessionCookie(cookie, isSecure);
  const idHash = isSessionId(sessionId) ? hashSessionId(sessionId) : null;
  const session = idHash === null ? null : await readSession(services.db, idHash, services.clock.now());
  const actor = session?.actor ?? anonymousActor;
  const enrolling = session?.enrolling ?? null;
  return {
    services,
    actor,
    ...display,
    clientAddress: request.ip ?? "unknown",
    nonce,
    requestId: String(response.locals.requestId),
    sessionIdHash: actor.kind === "user" || enrolling !== null ? idHash : null,
    enrolling,
    secondFactorAt: session?.secondFactorAt ?? null,
    device: deviceWords(request.headers["user-agent"]),
  };
}

function langParameterOf(url: string): string | null {
  const start = url.indexOf("?");
  return start < 0 ? null : new URLSearchParams(url.slice(start)).get("lang");
}
