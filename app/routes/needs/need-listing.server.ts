import { listNeedCards } from "#app/domain/needs/public-need-queries.server.ts";
import { getRegionNames, listRegionsAround } from "#app/domain/regions/public-region-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { SearchHits, SearchQuery } from "#search/search-index.ts";
import { hasFacets, type NeedFilters, type NeedSort, needsPath, noFilters } from "./need-filters.ts";
import { countedDigits, type RegionSteps, regionAbove, regionStepsOf } from "./region-steps.ts";

export const needsPerPage = 12;

const orders: Readonly<Record<NeedSort, SearchQuery["sort"]>> = {
  recommended: "relevance",
  newest: { key: "published", direction: "desc" },
  amountLeft: { key: "amountLeft", direction: "desc" },
  ending: { key: "ending", direction: "asc" },
};

function queryOf(filters: NeedFilters, changes: Partial<SearchQuery> = {}): SearchQuery {
  return {
    noun: "need",
    text: filters.text,
    regionPrefix: filters.region,
    facets: { category: filters.categories, type: filters.types, status: filters.statuses },
    sort: orders[filters.sort],
    limit: needsPerPage,
    offset: (filters.page - 1) * needsPerPage,
    countFacets: ["category", "type", "status"],
    countRegionDigits: countedDigits(filters.region),
    countRegionDigitsWhenFew: 12,
    ...changes,
  };
}

type ListingServices = Pick<Services, "db" | "search">;

/** Everything the listing shows. A page beyond the last shows the last. */
export async function searchNeeds({ db, search }: ListingServices, asked: NeedFilters) {
  const { hits, filters } = await searchPage(search, asked);
  const steps = regionStepsOf(filters.region, hits.regionCounts);
  const [cards, region, relaxations] = await Promise.all([
    listNeedCards(db, { ids: hits.ids }),
    nameSteps(db, steps),
    hits.total === 0 ? relax(db, search, filters) : [],
  ]);
  return {
    filters,
    total: hits.total,
    pages: pagesOf(hits.total),
    cards,
    facetCounts: hits.facetCounts,
    region,
    relaxations,
  };
}

export type NeedListing = Awaited<ReturnType<typeof searchNeeds>>;

const pagesOf = (total: number) => Math.max(1, Math.ceil(total / needsPerPage));

async function searchPage(
  search: ListingServices["search"],
  filters: NeedFilters,
): Promise<{ hits: SearchHits; filters: NeedFilters }> {
  const hits = await search.search(queryOf(filters));
  const pages = pagesOf(hits.total);
  if (filters.page <= pages) return { hits, filters };
  const last = { ...filters, page: pages };
  return { hits: await search.search(queryOf(last)), filters: last };
}

/** Names for the region facet; beside the choices with needs, the places of the same level that have none. */
async function nameSteps(db: ListingServices["db"], { path, choices }: RegionSteps) {
  const parentCode = path.at(-1) ?? "";
  const chosen = new Set(choices.map((choice) => choice.code));
  const around = await listRegionsAround(db, { codes: [...path, ...chosen], parentCode });
  const names = new Map(around.map(({ code, name }) => [code, name]));
  const named = (code: string) => ({ code, name: names.get(code) ?? code });
  return {
    path: path.map(named),
    choices: choices.map(({ code, count }) => ({ ...named(code), count })),
    others: around.filter((place) => place.isChild && !chosen.has(place.code)).map(({ code }) => named(code)),
  };
}

export type RelaxationKind = "facets" | "region" | "text" | "onlyText" | "onlyRegion" | "all";

/** Nothing found: the two wider searches that find something and keep most of what was asked (U16). */
async function relax(db: ListingServices["db"], search: ListingServices["search"], filters: NeedFilters) {
  const counted = await Promise.all(
    widerThan(filters).map(async ({ kind, filters: one }) => {
      const query = queryOf(one, { limit: 0, countFacets: [], countRegionDigits: 0, countRegionDigitsWhenFew: 0 });
      return { kind, filters: one, total: (await search.search(query)).total };
    }),
  );
  const useful = counted.filter(({ total }) => total > 0);
  // The nearest wider place will do, and two ways to the same list are one.
  const distinct = useful.filter(
    (one, index) =>
      useful.findIndex((other) =>
        one.kind === "region" ? other.kind === "region" : needsPath(other.filters) === needsPath(one.filters),
      ) === index,
  );
  const two = distinct.slice(0, 2);
  const names = await getRegionNames(db, { codes: two.map(({ filters: { region } }) => region) });
  return two.map((one) => ({ ...one, regionName: names.get(one.filters.region) ?? null }));
}

/** First one condition less, then one condition only, then everything. */
function widerThan(filters: NeedFilters): { kind: RelaxationKind; filters: NeedFilters }[] {
  const { text, region } = filters;
  const asked = { ...filters, page: 1 };
  const none = { ...noFilters, sort: filters.sort };
  const wider: { kind: RelaxationKind; filters: NeedFilters }[] = [];
  if (hasFacets(filters)) wider.push({ kind: "facets", filters: { ...none, text, region } });
  for (let above = region; above !== ""; ) {
    above = regionAbove(above);
    wider.push({ kind: "region", filters: { ...asked, region: above } });
  }
  if (text !== "")
    wider.push({ kind: "text", filters: { ...asked, text: "" } }, { kind: "onlyText", filters: { ...none, text } });
  if (region !== "") wider.push({ kind: "onlyRegion", filters: { ...none, region } });
  wider.push({ kind: "all", filters: none });
  return wider;
}
