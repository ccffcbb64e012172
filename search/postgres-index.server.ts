import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { parseSearchText } from "./parse-search-text.server.ts";
import { readCursor, writeCursor } from "./search-cursor.ts";
import type { SearchDocument, SearchHits, SearchIndex, SearchIndexSettings, SearchRemoval } from "./search-index.ts";
import { type Asked, type Caps, statementOf, totalStatement } from "./search-statement.server.ts";
import { tokensOfDocument } from "./tokens.server.ts";

const documentsPerStatement = 500;

export const defaultCaps: Caps = { withWords: 10_000, browsing: 200_000, ranked: 1_000 };

const isEmpty = (counts: Readonly<Record<string, number>>) => Object.keys(counts).length === 0;

/**
 * Settings of the connections that search. For a common word the planner takes a sequential scan for the cheaper way, because it does not
 * see that each row's tokens must be fetched from out of line: measured on 50,000 documents, 470 ms instead of 29 ms. Compiling plans costs
 * more than it saves here.
 */
export const searchConnectionSettings = { enable_seqscan: "off", jit: "off", work_mem: "16MB" } as const;

/**
 * The search engine that needs nothing but the database we have. Matching is a GIN index of character pairs, words and sounds; a query
 * is one statement that returns hits, total and every facet count (performance.md: five times the throughput of separate counts).
 * @param db wants `searchConnectionSettings`; any other connection finds the same, more slowly for common words
 * @param settings every noun that will be put or searched
 */
export function createPostgresIndex(
  db: Db,
  settings: readonly SearchIndexSettings[],
  caps: Caps = defaultCaps,
): SearchIndex {
  const settingsOf = (noun: string): SearchIndexSettings => {
    const found = settings.find((candidate) => candidate.noun === noun);
    if (!found) throw new Error(`search: no settings for ${noun}`);
    return found;
  };
  return {
    search: async (query) => {
      const settings = settingsOf(query.noun);
      const ask = async (isForgiving: boolean) => {
        const text = parseSearchText(query.text, { isForgiving });
        const asked = { settings, query, text, after: readCursor(query.after ?? ""), caps };
        const rows = await db.execute<AnswerRow>(statementOf(asked));
        return { text, hits: hitsOf(rows[0], asked, isForgiving) };
      };
      const { text, hits } = await ask(false);
      // Forgiving is dear, and would only mislead where something is as typed, if only in another place or kind.
      const isNothing = hits.total === 0 && Object.values(hits.facetCounts).every((counts) => isEmpty(counts));
      if (!isNothing || text === null || text.wanted.length === 0) return hits;
      const forgiven = await ask(true);
      return forgiven.hits.total > 0 ? forgiven.hits : hits;
    },
    totals: async (queries) => {
      if (queries.length === 0) return [];
      const counts = queries.map((query) =>
        totalStatement({ settings: settingsOf(query.noun), query, text: parseSearchText(query.text), caps }),
      );
      const rows = await db.execute<{ totals: number[] }>(sql`select array[${sql.join(counts, sql`, `)}] as totals`);
      return (rows[0]?.totals ?? []).map((total) => Math.min(total, caps.withWords));
    },
    put: async (noun, documents) => {
      const known = settingsOf(noun);
      for (let start = 0; start < documents.length; start += documentsPerStatement) {
        await putSome(db, known, documents.slice(start, start + documentsPerStatement));
      }
    },
    remove: (noun, removals) => removeDocuments(db, settingsOf(noun).noun, removals),
    versions: async (noun) => {
      const rows = await db.execute<{ id: string; version: string }>(
        sql`select id, version from search_documents where noun = ${settingsOf(noun).noun} and facet_set_id is not null`,
      );
      return new Map(rows.map((row) => [row.id, Number(row.version)]));
    },
  };
}

type AnswerRow = {
  top: [score: number, sort: string | null, id: string][] | null;
  groups: { facets: Record<string, string>; region: string; count: number }[] | null;
  hits: number | null;
  narrowed: number | null;
};

function hitsOf(answer: AnswerRow | undefined, { query, caps, text }: Asked, isForgiven: boolean): SearchHits {
  const groups = answer?.groups ?? [];
  const passes = (facets: Record<string, string>, except?: string) =>
    Object.entries(query.facets).every(
      ([facet, values]) => facet === except || values.length === 0 || values.includes(facets[facet] ?? ""),
    );
  let counted = 0;
  const regionCounts: Record<string, number> = {};
  const facetCounts: Record<string, Record<string, number>> = {};
  for (const facet of query.countFacets) facetCounts[facet] = {};
  for (const { facets, region, count } of groups) {
    if (passes(facets)) {
      counted += count;
      if (region !== "") {
        regionCounts[region] = (regionCounts[region] ?? 0) + count;
      }
    }
    for (const [facet, counts] of Object.entries(facetCounts)) {
      const value = facets[facet];
      if (value !== undefined && passes(facets, facet)) counts[value] = (counts[value] ?? 0) + count;
    }
  }
  const cap = text === null || text.wanted.length === 0 ? caps.browsing : caps.withWords;
  const total = answer?.narrowed ?? counted;
  const top = answer?.top ?? [];
  const last = top.at(-1);
  return {
    ids: top.map(([, , id]) => id),
    total: Math.min(total, cap),
    isMore: total > cap,
    areCountsAtLeast: (answer?.hits ?? 0) > cap,
    isForgiven,
    next: last && top.length === query.limit ? writeCursor({ score: last[0], sort: last[1], id: last[2] }) : null,
    facetCounts,
    regionCounts,
  };
}

async function putSome(db: Db, settings: SearchIndexSettings, documents: readonly SearchDocument[]): Promise<void> {
  const rows = JSON.stringify(documents.map((document) => rowOf(settings, document)));
  await db.execute(sql`
    insert into search_facet_sets (noun, facets)
    select distinct ${settings.noun}, facets from jsonb_to_recordset(${rows}::jsonb) as given (facets jsonb)
    where not exists (
      select from search_facet_sets known where known.noun = ${settings.noun} and known.facets = given.facets
    )
    on conflict do nothing`);
  await db.execute(sql`
    insert into search_documents
      (noun, id, region_code, facet_set_id, sort1, sort2, sort3, sort4, version, tokens, words)
    select ${settings.noun}, given.id, region_code, known.id, sort1, sort2, sort3, sort4, version,
      array_to_tsvector(array(select jsonb_array_elements_text(given.tokens))), words
    from jsonb_to_recordset(${rows}::jsonb) as given (
      id text, region_code text, facets jsonb, sort1 bigint, sort2 bigint, sort3 bigint, sort4 bigint,
      version bigint, tokens jsonb, words text
    )
    join search_facet_sets known on known.noun = ${settings.noun} and known.facets = given.facets
    on conflict (noun, id) do update set
      region_code = excluded.region_code, facet_set_id = excluded.facet_set_id, version = excluded.version,
      sort1 = excluded.sort1, sort2 = excluded.sort2, sort3 = excluded.sort3, sort4 = excluded.sort4,
      tokens = excluded.tokens, words = excluded.words
    where search_documents.version < excluded.version
      or (search_documents.version = excluded.version and search_documents.facet_set_id is not null)`);
}

function rowOf(settings: SearchIndexSettings, document: SearchDocument) {
  const [sort1, sort2, sort3, sort4] = settings.sorts.map((key) => document.sorts[key] ?? null);
  return {
    id: document.id,
    region_code: document.regionCode,
    facets: Object.fromEntries(settings.facets.map((facet) => [facet, document.facets[facet] ?? ""])),
    sort1,
    sort2,
    sort3,
    sort4,
    version: document.version,
    ...tokensOfDocument(document.texts),
  };
}

/** The row stays without facets, tokens and words, as the memory of its version. */
async function removeDocuments(db: Db, noun: string, removals: readonly SearchRemoval[]): Promise<void> {
  if (removals.length === 0) return;
  await db.execute(sql`
    insert into search_documents (noun, id, region_code, version, tokens, words)
    select ${noun}, id, '', version, '', ''
    from jsonb_to_recordset(${JSON.stringify(removals)}::jsonb) as given (id text, version bigint)
    on conflict (noun, id) do update set
      region_code = '', facet_set_id = null, version = excluded.version,
      sort1 = null, sort2 = null, sort3 = null, sort4 = null, tokens = '', words = ''
    where search_documents.version <= excluded.version`);
}
