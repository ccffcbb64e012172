import { listNeedCards } from "#app/domain/needs/public-need-queries.server.ts";
import { getRegionNames, listRegionChildren } from "#app/domain/regions/public-region-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { SearchHits, SearchQuery } from "#search/search-index.ts";
import { hasFacets, type NeedFilters, type NeedSort, needsPath, noFilters } from "./need-filters.ts";
import { countedDigits, onlyCountyOf, regionAbove, regionStepsOf } from "./region-steps.ts";

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
    ...changes,
  };
}

type ListingServices = Pick<Services, "db" | "search">;

/** Everything the listing shows. A page beyond the last shows the last. */
export async function searchNeeds({ db, search }: ListingServices, asked: NeedFilters) {
  const { hits, filters } = await searchPage(search, asked);
  const regionCounts = await countRegions(search, filters, hits);
  const steps = regionStepsOf(filters.region, regionCounts);
  const deepest = steps.path.at(-1) ?? "";
  const [cards, children, relaxations] = await Promise.all([
    listNeedCards(db, { ids: hits.ids }),
    deepest.length < 12 ? listRegionChildren(db, { code: deepest }) : [],
    hits.total === 0 ? relax(search, filters) : [],
  ]);
  const chosen = new Set(steps.choices.map((choice) => choice.code));
  const names = await getRegionNames(db, {
    codes: [...steps.path, ...chosen, ...relaxations.map((relaxation) => relaxation.filters.region)],
  });
  const named = (code: string) => ({ code, name: names.get(code) ?? code });
  return {
    filters,
    total: hits.total,
    pages: Math.max(1, Math.ceil(hits.total / needsPerPage)),
    cards,
    facetCounts: hits.facetCounts,
    region: {
      path: steps.path.map(named),
      choices: steps.choices.map((choice) => ({ ...named(choice.code), count: choice.count })),
      others: children.filter((child) => !chosen.has(child.code)),
    },
    relaxations: relaxations.map(({ kind, filters: wider, total }) => ({
      kind,
      total,
      filters: wider,
      regionName: wider.region === "" ? null : named(wider.region).name,
    })),
  };
}

export type NeedListing = Awaited<ReturnType<typeof searchNeeds>>;

async function searchPage(
  search: ListingServices["search"],
  filters: NeedFilters,
): Promise<{ hits: SearchHits; filters: NeedFilters }> {
  const hits = await search.search(queryOf(filters));
  const pages = Math.max(1, Math.ceil(hits.total / needsPerPage));
  if (filters.page <= pages) return { hits, filters };
  const last = { ...filters, page: pages };
  return { hits: await search.search(queryOf(last)), filters: last };
}

async function countRegions(search: ListingServices["search"], filters: NeedFilters, hits: SearchHits) {
  const county = onlyCountyOf(filters.region, hits.regionCounts);
  if (county === null) return hits.regionCounts;
  const inside = queryOf({ ...filters, region: county, page: 1 }, { limit: 0, countFacets: [], countRegionDigits: 12 });
  return (await search.search(inside)).regionCounts;
}

export type RelaxationKind = "facets" | "region" | "text" | "onlyText" | "onlyRegion" | "all";

/** Nothing found: the two wider searches that find something and keep most of what was asked (U16). */
async function relax(search: ListingServices["search"], filters: NeedFilters) {
  const counted = await Promise.all(
    widerThan(filters).map(async ({ kind, filters: one }) => {
      const query = queryOf(one, { limit: 0, countFacets: [], countRegionDigits: 0 });
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
  return distinct.slice(0, 2);
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
