import { defaultLocale, type Locale, parseLocale } from "#app/i18n/locale.ts";
import { readCookie, setCookie } from "./cookies.ts";

const yearSeconds = 365 * 24 * 3600;

export type DisplayPreferences = { locale: Locale; isLargeText: boolean };

/** Language and text size of a request: `?lang=` wins over the cookie; without either the site is Chinese in normal size (U42). */
export function readDisplayPreferences(
  cookieHeader: string | undefined,
  langParameter: string | null,
): DisplayPreferences {
  return {
    locale: parseLocale(langParameter) ?? parseLocale(readCookie(cookieHeader, "lang")) ?? defaultLocale,
    isLargeText: readCookie(cookieHeader, "display") === "large",
  };
}

/** `Set-Cookie` that remembers the language. */
export function localeCookie(locale: Locale, isSecure: boolean): string {
  return setCookie("lang", locale, { isSecure, isHttpOnly: true, maxAgeSeconds: yearSeconds });
}

/** `Set-Cookie` that remembers the text size. */
export function displayCookie(isLargeText: boolean, isSecure: boolean): string {
  return setCookie("display", isLargeText ? "large" : "normal", {
    isSecure,
    isHttpOnly: true,
    maxAgeSeconds: yearSeconds,
  });
}
