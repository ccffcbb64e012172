import { listRegionPath } from "#app/domain/regions/public-region-queries.server.ts";
import { listVillageCards } from "#app/domain/villages/village-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { SearchQuery } from "#search/search-index.ts";
import type { VillageFilters } from "./village-filters.ts";

const villagesPerPage = 24;

function queryOf(filters: VillageFilters): SearchQuery {
  return {
    noun: "village",
    text: filters.text,
    regionPrefix: filters.region,
    facets: { needs: filters.needs ? [filters.needs] : [], partner: filters.partner ? [filters.partner] : [] },
    sort: "relevance",
    limit: villagesPerPage,
    offset: (filters.page - 1) * villagesPerPage,
    countFacets: ["needs", "partner"],
    countRegionDigits: 0,
  };
}

/** One page of villages. A page beyond the last shows the last; where nothing fits, how many there are without filters. */
export async function searchVillages({ db, search }: Pick<Services, "db" | "search">, asked: VillageFilters) {
  let filters = asked;
  let hits = await search.search(queryOf(filters));
  const pages = Math.max(1, Math.ceil(hits.total / villagesPerPage));
  if (filters.page > pages) {
    filters = { ...filters, page: pages };
    hits = await search.search(queryOf(filters));
  }
  const [cards, regionPath, all] = await Promise.all([
    listVillageCards(db, { regionCodes: hits.ids }),
    filters.region === "" ? [] : listRegionPath(db, { code: filters.region }),
    hits.total > 0 ? null : search.search(queryOf({ text: "", region: "", needs: null, partner: null, page: 1 })),
  ]);
  return {
    filters,
    pages,
    cards,
    total: hits.total,
    totalOfAll: all?.total ?? hits.total,
    facetCounts: hits.facetCounts,
    regionPath,
  };
}
