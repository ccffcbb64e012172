import { listNeedCards } from "#app/domain/needs/public-need-queries.server.ts";
import { listRegionsAround } from "#app/domain/regions/public-region-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import { createHighlighter } from "#search/highlight.server.ts";
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
    facets: {
      category: filters.categories,
      type: filters.types,
      status: filters.statuses,
      urgency: filters.urgencies,
    },
    sort: orders[filters.sort],
    limit: needsPerPage,
    ...(filters.after === "" ? { offset: (filters.page - 1) * needsPerPage } : { offset: 0, after: filters.after }),
    countFacets: ["category", "type", "status", "urgency"],
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
    hits.total === 0 ? relax(search, filters) : [],
  ]);
  return {
    filters,
    total: hits.total,
    isMore: hits.isMore,
    areCountsAtLeast: hits.areCountsAtLeast,
    isForgiven: hits.isForgiven,
    next: hits.next,
    pages: pagesOf(hits.total),
    cards,
    mark: createHighlighter(filters.text, hits),
    facetCounts: hits.facetCounts,
    region,
    // Where nothing is found, the way down to the place asked for is all there is: every wider place is on it.
    relaxations: relaxations.map((one) => ({
      ...one,
      regionName: region.path.find((place) => place.code === one.filters.region)?.name ?? null,
    })),
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
  // A page that begins where another ended may have run empty in between.
  const isPast = filters.page > pages || (filters.after !== "" && hits.ids.length === 0 && hits.total > 0);
  if (!isPast) return { hits, filters };
  const last = { ...filters, page: Math.min(filters.page, pages), after: "" };
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
async function relax(search: ListingServices["search"], filters: NeedFilters) {
  const wider = widerThan(filters);
  const totals = await search.totals(wider.map((one) => queryOf(one.filters)));
  const counted = wider.map((one, index) => ({ ...one, total: totals[index] ?? 0 }));
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
  const asked = { ...filters, page: 1, after: "" };
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
