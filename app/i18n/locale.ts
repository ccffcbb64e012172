export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "zh-CN";

/** The short form used in `?lang=` and the cookie. */
export function parseLocale(value: string | null | undefined): Locale | undefined {
  if (value === "zh" || value === "zh-CN") return "zh-CN";
  if (value === "en") return "en";
  return undefined;
}
