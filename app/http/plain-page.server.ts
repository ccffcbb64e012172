import type { ServerResponse } from "node:http";
import { catalogOf } from "#app/i18n/catalog.ts";
import { type Locale, locales } from "#app/i18n/locale.ts";

/**
 * A page without the application, for refusals that come before it and for its failures: in the visitor's language where it is known, else
 * in both. It says what happened and the way on; no details, no stack (E11, U44).
 */
export function sendPlainPage(
  response: ServerResponse,
  status: 400 | 403 | 404 | 405 | 413 | 415 | 503,
  visitorLocale?: Locale,
): void {
  const parts = (visitorLocale === undefined ? locales : [visitorLocale]).map((locale) => {
    const t = catalogOf(locale);
    const words = t.layout.plainErrors[status];
    return `<div lang="${locale}"><h1>${words.title}</h1><p>${words.advice}</p><p><a href="/">${t.layout.home}</a></p></div>`;
  });
  response.statusCode = status;
  response.setHeader("Cache-Control", "no-store");
  if (status === 503) response.setHeader("Retry-After", "5");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(
    `<!doctype html><html lang="${visitorLocale ?? "zh-CN"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title></head><body>${parts.join("")}</body></html>`,
  );
}
