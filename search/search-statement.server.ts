import { and, type SQL, sql } from "drizzle-orm";
import type { SearchText } from "./match.ts";
import { type TextCondition, textConditionOf } from "./match-sql.server.ts";
import { scoreOf } from "./score-sql.server.ts";
import type { Cursor } from "./search-cursor.ts";
import type { SearchIndexSettings, SearchQuery } from "./search-index.ts";

/** Up to here hits are counted one by one; beyond, there are "more than". Counting is what grows with the country (performance.md). */
export type Caps = {
  /** Hits of words: each is a row to fetch. */
  withWords: number;
  /** While browsing nothing is fetched: an index holds all that is counted. */
  browsing: number;
  /** So few that each is ranked by where its words stand; beyond, by whether the title has them. */
  ranked: number;
};

/** One search. `text` is what was typed, read; null: browse. */
export type Asked = {
  settings: SearchIndexSettings;
  query: SearchQuery;
  text: SearchText | null;
  after: Cursor | null;
  caps: Caps;
};

/**
 * One statement for hits, total and every facet count: rows `top` and `groups` as JSON. `hits` counts what text and place let through, at
 * most one more than the cap; `narrowed` what the facets leave of it, where the groups cannot tell.
 */
export function statementOf(asked: Asked): SQL {
  const condition = asked.text === null ? null : textConditionOf(asked.settings.noun, asked.text);
  return condition?.wanted === undefined ? browseStatement(asked, condition) : wordsStatement(asked, condition);
}

/** How many there are, up to a cap: for "what if" links where nothing was found. */
export function totalStatement({ settings, query, text, caps }: Omit<Asked, "after">): SQL {
  const condition = text === null ? null : textConditionOf(settings.noun, text);
  return sql`(select count(*)::int from (
    select from search_documents where ${and(
      condition?.wanted ? baseByWords(settings, query) : baseCondition(settings, query),
      condition?.wanted,
      condition?.notUnwanted,
      facetCondition(settings, query),
    )} limit ${caps.withWords + 1}::int
  ) as looked_at)`;
}

const answer = sql`
  select
    (select json_agg(json_build_array(score, sort::text, id) order by place) from top) as top,
    (select json_agg(json_build_object('facets', facets, 'region', region, 'count', count))
      from counted join search_facet_sets on search_facet_sets.id = facet_set_id) as groups`;

function wordsStatement({ settings, query, text, after, caps }: Asked, condition: TextCondition): SQL {
  const matching = and(baseByWords(settings, query), condition.wanted, condition.notUnwanted);
  const facets = facetCondition(settings, query);
  const { sort, order } = orderOf(settings, query);
  const isRanked = query.sort === "relevance" && text !== null && condition.titleTokens !== null;
  const isFew = sql`hits <= ${caps.ranked}::int`;
  // The titles that match come from the GIN index as one set of ids: no row's tokens are read.
  const score = isRanked
    ? sql`case when ${isFew} then ${scoreOf(text.wanted)} else (id in (
        select id from search_documents where noun = ${settings.noun} and tokens @@ ${condition.titleTokens}::tsquery
      ))::int end`
    : sql`0`;
  const page = sql`limit ${query.limit}::int offset ${query.offset}::int`;
  return sql`
    with found as materialized (
      select id, region_code, facet_set_id, sort1, sort2, sort3, sort4, words, tokens
      from search_documents where ${matching} limit ${caps.withWords + 1}::int
    ),
    seen as materialized (select count(*)::int as hits from found),
    counted as (
      select facet_set_id, left(region_code, ${digitsOf(query, sql`(select hits from seen)`)}) as region, count(*)::int as count
      from found group by 1, 2
    ),
    scored as (
      select id, ${score} as score, ${sort} as sort
      from found cross join seen cross join lateral (
        select case when ${isFew} then string_to_array(words, chr(10)) end as field offset 0
      ) as split
      where ${and(sql`hits <= ${caps.withWords}::int`, facets)}
    ),
    top as (
      select *, row_number() over () as place from (
        (select * from scored ${whereAfter(query, after)} order by score desc, ${order} ${page})
        union all
        (select * from (
            select id, 0 as score, ${sort} as sort from search_documents
            where ${and(matching, facets, sql`(select hits from seen) > ${caps.withWords}::int`)}
          ) as many ${whereAfter(query, after)} order by ${order} ${page})
      ) as sorted
    )
    ${answer},
    (select hits from seen) as hits,
    ${
      facets === undefined
        ? sql`null::int`
        : sql`case when (select hits from seen) > ${caps.withWords}::int then (select count(*)::int from (
            select from search_documents where ${and(matching, facets)} limit ${caps.withWords + 1}::int
          ) as looked_at) end`
    } as narrowed`;
}

function browseStatement({ settings, query, after, caps }: Asked, condition: TextCondition | null): SQL {
  const matching = and(baseCondition(settings, query), condition?.notUnwanted);
  const facets = facetCondition(settings, query);
  const { sort, order } = orderOf(settings, query);
  const few = sql`(select count(*)::int from (
    select from search_documents where ${matching} limit ${fewHits + 1}::int
  ) as looked_at)`;
  return sql`
    with counted as (
      select facet_set_id, left(region_code, ${digitsOf(query, few)}) as region, count(*)::int as count
      from (
        select region_code, facet_set_id from search_documents where ${matching} limit ${caps.browsing + 1}::int
      ) as found
      group by 1, 2
    ),
    top as (
      select *, row_number() over () as place from (
        select * from (
          select id, 0 as score, ${sort} as sort from search_documents where ${and(matching, facets)}
        ) as found ${whereAfter(query, after)}
        order by ${order} limit ${query.limit}::int offset ${query.offset}::int
      ) as sorted
    )
    ${answer},
    (select sum(count)::int from counted) as hits,
    ${
      facets === undefined
        ? sql`null::int`
        : sql`case when (select sum(count) from counted) > ${caps.browsing}::int then (select count(*)::int from (
            select from search_documents where ${and(matching, facets)} limit ${caps.browsing + 1}::int
          ) as looked_at) end`
    } as narrowed`;
}

function baseCondition(settings: SearchIndexSettings, { regionPrefix }: SearchQuery): SQL | undefined {
  return and(sql`noun = ${settings.noun}`, sql`facet_set_id is not null`, regionCondition(regionPrefix));
}

const fewestDigits = 9;

/**
 * The same, written so that no other index serves it: words are looked up in the GIN index. Any other way reads each row's tokens, which lie
 * out of line: measured on 150,000 documents, 750 ms instead of 40 ms where the sorted index was walked, 3 s where the browsing one was.
 * Only a town or village has so few documents that its own rows are the quicker way.
 */
function baseByWords(settings: SearchIndexSettings, query: SearchQuery): SQL | undefined {
  if (query.regionPrefix.length >= fewestDigits) return baseCondition(settings, query);
  const place = regionCondition(query.regionPrefix, sql`(region_code || '')`);
  return and(sql`noun || '' = ${settings.noun}`, sql`facet_set_id is not null`, place);
}

const fewHits = 2_000;

function digitsOf({ countRegionDigits, countRegionDigitsWhenFew = countRegionDigits }: SearchQuery, hits: SQL): SQL {
  if (countRegionDigits === countRegionDigitsWhenFew) return sql`${countRegionDigits}::int`;
  return sql`case when ${hits} <= ${fewHits}::int then ${countRegionDigitsWhenFew}::int else ${countRegionDigits}::int end`;
}

function regionCondition(prefix: string, code: SQL = sql`region_code`): SQL | undefined {
  if (prefix === "") return undefined;
  // Anything but digits is no place at all: nothing is found, rather than everything.
  return /^\d{1,12}$/.test(prefix) ? sql`${code} like ${`${prefix}%`}` : sql`false`;
}

/** Combinations are few, so the filter names them by number instead of reading values row by row. */
function facetCondition(settings: SearchIndexSettings, query: SearchQuery): SQL | undefined {
  const wanted = Object.entries(query.facets).filter(([, values]) => values.length > 0);
  if (wanted.length === 0) return undefined;
  const conditions = wanted.map(
    ([facet, values]) => sql`facets ->> ${facet}::text in ${values.map((value) => wellFormed(value))}`,
  );
  return sql`facet_set_id + 0 in (
    select search_facet_sets.id from search_facet_sets where noun = ${settings.noun} and ${and(...conditions)}
  )`;
}

/** PostgreSQL refuses NUL and half characters; a value with one is simply no value of ours. */
const wellFormed = (value: string) => value.replace(/\0|[\ud800-\udfff]/gu, "?");

/** The column sorted by, and the order of a select that calls it `sort`: what has nothing to sort by comes last, then by id. */
function orderOf(settings: SearchIndexSettings, { sort }: SearchQuery): { sort: SQL; order: SQL } {
  const { key, direction } = sort === "relevance" ? ({ key: settings.sorts[0], direction: "desc" } as const) : sort;
  const columns = [sql`sort1`, sql`sort2`, sql`sort3`, sql`sort4`];
  const column = columns[key === undefined ? -1 : settings.sorts.indexOf(key)];
  if (!column) throw new Error(`search: ${settings.noun} has no sort ${key}`);
  return {
    sort: column,
    order: direction === "desc" ? sql`sort desc nulls last, id` : sql`sort asc nulls last, id`,
  };
}

/** Only what comes after the last hit of the page before, in the same order. */
function whereAfter({ sort }: SearchQuery, after: Cursor | null): SQL {
  if (after === null) return sql``;
  const { score, sort: last, id } = after;
  const later = sort === "relevance" || sort.direction === "desc" ? sql`<` : sql`>`;
  const behind =
    last === null
      ? sql`sort is null and id > ${id}::text`
      : sql`sort ${later} ${last}::bigint or sort is null or (sort = ${last}::bigint and id > ${id}::text)`;
  return sql`where score < ${score}::int or (score = ${score}::int and (${behind}))`;
}
