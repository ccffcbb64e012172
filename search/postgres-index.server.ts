import { and, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type TextCondition, textConditionOf } from "./match-sql.server.ts";
import { parseSearchText } from "./parse-search-text.server.ts";
import type {
  SearchDocument,
  SearchHits,
  SearchIndex,
  SearchIndexSettings,
  SearchQuery,
  SearchRemoval,
} from "./search-index.ts";
import { tokensOfDocument } from "./tokens.server.ts";

const documentsPerStatement = 500;

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
export function createPostgresIndex(db: Db, settings: readonly SearchIndexSettings[]): SearchIndex {
  const settingsOf = (noun: string): SearchIndexSettings => {
    const found = settings.find((candidate) => candidate.noun === noun);
    if (!found) throw new Error(`search: no settings for ${noun}`);
    return found;
  };
  return {
    search: async (query) => {
      const rows = await db.execute<AnswerRow>(statementOf(settingsOf(query.noun), query));
      return hitsOf(rows[0], query);
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
  ids: string[] | null;
  groups: { facets: Record<string, string>; region: string; count: number }[] | null;
};

function statementOf(settings: SearchIndexSettings, query: SearchQuery): SQL {
  const match = parseSearchText(query.text);
  const text = match === null ? null : textConditionOf(match);
  const found = and(
    sql`noun = ${settings.noun}`,
    sql`facet_set_id is not null`,
    regionCondition(query.regionPrefix),
    text ? sql`tokens @@ ${text.tokens}::tsquery` : undefined,
    text?.recheck,
  );
  // Browsing, the planner may take hits from the sorted index and count from the covering one; with words, matching once is cheaper.
  const keep = text ? sql`materialized` : sql`not materialized`;
  return sql`
    with found as ${keep} (
      select id, region_code, facet_set_id, sort1, sort2, sort3, sort4 from search_documents where ${found}
    ),
    counted as (
      select facet_set_id, left(region_code, ${regionDigits(query)}) as region, count(*)::int as count
      from found group by 1, 2
    ),
    top as (
      select id, row_number() over () as place from (
        select id from found ${facetCondition(settings, query)}
        ${orderOf(settings, query, text)} limit ${query.limit}::int offset ${query.offset}::int
      ) as sorted
    )
    select
      (select json_agg(id order by place) from top) as ids,
      (select json_agg(json_build_object('facets', facets, 'region', region, 'count', count))
        from counted join search_facet_sets on search_facet_sets.id = facet_set_id) as groups`;
}

const fewHits = 2_000;

function regionDigits({ countRegionDigits, countRegionDigitsWhenFew = countRegionDigits }: SearchQuery): SQL {
  if (countRegionDigits === countRegionDigitsWhenFew) return sql`${countRegionDigits}::int`;
  const hits = sql`(select count(*) from (select from found limit ${fewHits + 1}::int) as looked_at)`;
  return sql`case when ${hits} <= ${fewHits} then ${countRegionDigitsWhenFew}::int else ${countRegionDigits}::int end`;
}

function regionCondition(prefix: string): SQL | undefined {
  if (prefix === "") return undefined;
  // Anything but digits is no place at all: nothing is found, rather than everything.
  return /^\d{1,12}$/.test(prefix) ? sql`region_code like ${`${prefix}%`}` : sql`false`;
}

/** Combinations are few, so the filter names them by number instead of reading values row by row. */
function facetCondition(settings: SearchIndexSettings, query: SearchQuery): SQL {
  const wanted = Object.entries(query.facets).filter(([, values]) => values.length > 0);
  if (wanted.length === 0) return sql``;
  const conditions = wanted.map(
    ([facet, values]) => sql`facets ->> ${facet}::text in ${values.map((value) => wellFormed(value))}`,
  );
  return sql`where facet_set_id in (
    select id from search_facet_sets where noun = ${settings.noun} and ${and(...conditions)}
  )`;
}

/** PostgreSQL refuses NUL and half characters; a value with one is simply no value of ours. */
const wellFormed = (value: string) => value.replace(/\0|[\ud800-\udfff]/gu, "?");

function orderOf(settings: SearchIndexSettings, query: SearchQuery, text: TextCondition | null): SQL {
  if (query.sort !== "relevance") {
    const column = sortColumn(settings, query.sort.key);
    return query.sort.direction === "desc"
      ? sql`order by ${column} desc nulls last, id`
      : sql`order by ${column} asc nulls last, id`;
  }
  if (!text || text.titleTokens === null) return sql`order by sort1 desc nulls last, id`;
  // The titles that match come from the GIN index as one set of ids: no row's tokens are read.
  return sql`order by (id in (
      select id from search_documents where noun = ${settings.noun} and tokens @@ ${text.titleTokens}::tsquery
    )) desc, sort1 desc nulls last, id`;
}

function sortColumn(settings: SearchIndexSettings, key: string): SQL {
  const columns = [sql`sort1`, sql`sort2`, sql`sort3`, sql`sort4`];
  const column = columns[settings.sorts.indexOf(key)];
  if (!column) throw new Error(`search: ${settings.noun} has no sort ${key}`);
  return column;
}

function hitsOf(answer: AnswerRow | undefined, query: SearchQuery): SearchHits {
  const groups = answer?.groups ?? [];
  const passes = (facets: Record<string, string>, except?: string) =>
    Object.entries(query.facets).every(
      ([facet, values]) => facet === except || values.length === 0 || values.includes(facets[facet] ?? ""),
    );
  let total = 0;
  const regionCounts: Record<string, number> = {};
  const facetCounts: Record<string, Record<string, number>> = {};
  for (const facet of query.countFacets) facetCounts[facet] = {};
  for (const { facets, region, count } of groups) {
    if (passes(facets)) {
      total += count;
      if (region !== "") {
        regionCounts[region] = (regionCounts[region] ?? 0) + count;
      }
    }
    for (const [facet, counts] of Object.entries(facetCounts)) {
      const value = facets[facet];
      if (value !== undefined && passes(facets, facet)) counts[value] = (counts[value] ?? 0) + count;
    }
  }
  return { ids: answer?.ids ?? [], total, facetCounts, regionCounts };
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
