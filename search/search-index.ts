/**
 * The search port: pages and jobs know only this. Two engines: PostgreSQL (default, nothing to install) and, later, Meilisearch.
 * A document holds whitelisted public fields only; the database is the truth and the index can be rebuilt from it at any time.
 */
export type SearchDocument = {
  /** The noun's primary key, or the region code of a village. */
  id: string;
  texts: SearchTexts;
  /** Exact-match facets and filters, e.g. `{ category: "drinking_water", status: "open", type: "money" }`. */
  facets: Readonly<Record<string, string>>;
  /** Division code of the place; filters by subtree and rolls up as a facet. */
  regionCode: string;
  /** Sort keys as integers, named in the noun's settings: `published` (epoch ms), `amountLeft` (fen). */
  sorts: Readonly<Record<string, number>>;
  /** Grows with each change: an older document never replaces a newer one, nor comes back after a newer removal (safety.md D4). */
  version: number;
};

/** Public words only. `title`, `place` and `keywords` are also found by pinyin and initials; a hit in `title` comes first. */
export type SearchTexts = {
  title: string;
  /** The names of the place at every level, and its codes. */
  place: string;
  /** Words everybody uses for the kind of thing, and public codes. */
  keywords: string;
  body: string;
};

/** What an engine must know of a noun before its first document. The order of the names is kept for good. */
export type SearchIndexSettings = {
  noun: string;
  facets: readonly string[];
  /** At most four. The first one orders hits that are equally relevant. */
  sorts: readonly string[];
};

export type SearchQuery = {
  noun: string;
  /** As typed: words, fragments, pinyin, initials, traditional forms. Empty, or nothing but punctuation: browse. */
  text: string;
  /** Subtree filter; empty: whole country. */
  regionPrefix: string;
  /** Several values of one facet widen, several facets narrow. A facet without values does not filter. */
  facets: Readonly<Record<string, readonly string[]>>;
  sort: { key: string; direction: "asc" | "desc" } | "relevance";
  limit: number;
  offset: number;
  /** `next` of the page before, instead of an offset: goes on behind its last hit. What is no cursor is the first page. */
  after?: string;
  /** Which facets to count. */
  countFacets: readonly string[];
  /** Digits of the region codes to count by, e.g. 12 for villages; 0: none. */
  countRegionDigits: RegionDigits;
  /** Counts by these digits instead where there are few hits (at most 2,000): no second query to look closer. */
  countRegionDigitsWhenFew?: RegionDigits;
};

export type RegionDigits = 0 | 2 | 4 | 6 | 9 | 12;

export type SearchHits = {
  ids: readonly string[];
  /** Exact, unless there are more than an engine counts: then `isMore`, and `total` is what it counted to. */
  total: number;
  isMore: boolean;
  /** The counts of facets and places are at least so: there was more to count than an engine does. */
  areCountsAtLeast: boolean;
  /** Nothing is exactly as typed; these are what was probably meant (one character or letter wrong). */
  isForgiven: boolean;
  /** Behind the last hit: `after` of the next page; null on the last one. */
  next: string | null;
  /** facet → value → count; each facet is counted under all other filters but its own. Values without hits are left out. */
  facetCounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Region code → count, under every filter: the next step down the tree. */
  regionCounts: Readonly<Record<string, number>>;
};

export type SearchRemoval = {
  id: string;
  /** Version of the truth that said so; documents up to and including it cannot come back. */
  version: number;
};

export type SearchIndex = {
  search: (query: SearchQuery) => Promise<SearchHits>;
  /** How many each query finds as typed, up to the engine's cap, in one go. */
  totals: (queries: readonly SearchQuery[]) => Promise<number[]>;
  put: (noun: string, documents: readonly SearchDocument[]) => Promise<void>;
  remove: (noun: string, removals: readonly SearchRemoval[]) => Promise<void>;
  /** Every id that can be found, with its version: for reconcile. */
  versions: (noun: string) => Promise<ReadonlyMap<string, number>>;
};
