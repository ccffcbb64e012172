/** First segments of pages one may be sent back to. Not /logout, /display, /login, /join, nor what is no page. */
const allowedSegments = new Set([
  "",
  "accessibility",
  "admin",
  "campaigns",
  "complaints",
  "donations",
  "honours",
  "households",
  "ledger",
  "me",
  "needs",
  "notices",
  "objections",
  "org",
  "organizations",
  "policies",
  "results",
  "staff",
  "villages",
  "volunteer-projects",
  "ways",
]);

/** Also the sign-in pages: text size and language may be changed there. */
const displaySegments = new Set([...allowedSegments, "login", "join"]);

/**
 * The path to return to after signing in: a page of this site by an allow-list, else the fallback (E8). Refused are other sites in any
 * spelling (`//e`, `/\e`, `%2f%2fe`, `https:e`), control characters, and addresses that act.
 */
export function safeNextPath(value: string | null | undefined, fallback: string): string {
  return safePath(value, fallback, allowedSegments);
}

/** The same for the page on which text size or language was changed. */
export function safeDisplayPath(value: string | null | undefined, fallback: string): string {
  return safePath(value, fallback, displaySegments);
}

const base = "http://site.invalid";

function safePath(value: string | null | undefined, fallback: string, segments: ReadonlySet<string>): string {
  if (!value || value.length > 2_000 || !/^\/(?![/\\])/.test(value)) return fallback;
  if (/[\p{Cc}\\\s]/u.test(value) || !URL.canParse(value, base)) return fallback;
  const url = new URL(value, base);
  const [, first = ""] = url.pathname.split("/");
  if (url.origin !== base || /%(2f|5c|00|0a|0d|09)/i.test(url.pathname) || url.pathname.includes("//")) return fallback;
  return segments.has(first) ? `${url.pathname}${url.search}` : fallback;
}
