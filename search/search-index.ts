/**
 * The search port: pages and jobs know only this. Two engines: PostgreSQL (default, nothing to install) and, later, Meilisearch.
 * A document holds whitelisted public fields only; the database is the truth and the index can be rebuilt from it at any time.
 */
export type SearchDocument = {
  /** The noun's primary key. */
  id: string;
  /** Weighted texts, most important first: title, place, summary. Public words only. */
  texts: readonly string[];
  /** Exact-match facets and filters, e.g. `{ category: "drinking_water", status: "open", type: "money" }`. */
  facets: Readonly<Record<string, string>>;
  /** Division code of the place; filters by subtree and rolls up as a facet. */
  regionCode: string;
  /** Sort keys as integers: `published` (epoch ms), `amount` (fen). */
  sorts: Readonly<Record<string, number>>;
  /** Grows with each change: an older document never replaces a newer one (safety.md D4). */
  version: number;
};

export type SearchQuery = {
  noun: string;
  /** As typed: words, fragments, pinyin, traditional forms. Empty: browse. */
  text: string;
  /** Subtree filter; empty: whole country. */
  regionPrefix: string;
  facets: Readonly<Record<string, readonly string[]>>;
  sort: { key: string; direction: "asc" | "desc" } | "relevance";
  limit: number;
  offset: number;
  /** Which facets to count. */
  countFacets: readonly string[];
  /** Digits of the region codes to count by, e.g. 12 for villages; 0: none. */
  countRegionDigits: 0 | 2 | 4 | 6 | 9 | 12;
};

export type SearchHits = {
  ids: readonly string[];
  total: number;
  /** facet → value → count; each facet is counted under all other filters but its own. */
  facetCounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  regionCounts: Readonly<Record<string, number>>;
};

export type SearchIndex = {
  search: (query: SearchQuery) => Promise<SearchHits>;
  put: (noun: string, documents: readonly SearchDocument[]) => Promise<void>;
  remove: (noun: string, ids: readonly string[]) => Promise<void>;
  /** Every id with its version, for reconcile. */
  versions: (noun: string) => Promise<ReadonlyMap<string, number>>;
};
