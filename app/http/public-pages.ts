/**
 * Pages that look the same to every anonymous visitor, and the only ones the page cache may keep: one list, so that a new page is not cached
 * by accident. Forms are not here (they carry a nonce of their own), nor anything that depends on who asks.
 */
const publicPages: readonly RegExp[] = [
  /^\/$/,
  /^\/needs(\/[^/]+)?$/,
  /^\/villages(\/[^/]+)?$/,
  /^\/households\/[^/]+$/,
  /^\/ways(\/matching|\/fairness)?$/,
  /^\/volunteer-projects(\/[^/]+)?$/,
  /^\/organizations\/[^/]+$/,
  /^\/campaigns(\/[^/]+)?$/,
  /^\/policies(\/[^/]+)?$/,
  /^\/results(\/[^/]+)?$/,
  /^\/notices(\/[^/]+)?$/,
  /^\/honours$/,
  /^\/ledger(\/notices|\/callbacks|\/projects|\/(funds|trace|needs|notices|projects)\/[^/]+)?$/,
  /^\/coverage\/[^/]+$/,
  /^\/accessibility$/,
  /^\/complaints$/,
];

/**
 * Query parameters these pages read. A request with any other one is rendered afresh: its page might read it. `lang` is not here: its
 * answer sets a cookie.
 */
const knownParameters: ReadonlySet<string> = new Set([
  "q",
  "region",
  "type",
  "category",
  "status",
  "sort",
  "page",
  "year",
  "kind",
  "fund",
  "needs",
  "partner",
  "view",
  "service",
  "urgency",
  "after",
]);

const longestQuery = 300;

/** The part of a cache key that a URL gives: path and known parameters in one order; null when the page may not be cached. */
export function publicPageKey(url: string): string | null {
  const queryStart = url.indexOf("?");
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  if (!publicPages.some((page) => page.test(path))) return null;
  if (queryStart < 0) return path;
  const query = url.slice(queryStart + 1);
  if (query.length > longestQuery) return null;
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) if (!knownParameters.has(name)) return null;
  parameters.sort();
  return `${path}?${parameters}`;
}
