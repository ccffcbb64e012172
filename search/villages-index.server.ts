import type { VillageForSearch } from "#app/domain/villages/village-search-queries.server.ts";
import { placeWords } from "./place-words.ts";
import type { SearchDocument, SearchIndexSettings } from "./search-index.ts";
import { villageWords } from "./synonyms.ts";

export const villagesIndex: SearchIndexSettings = {
  noun: "village",
  /** `needs`: open or none; `partner`: active or none. */
  facets: ["needs", "partner"],
  sorts: ["recommended"],
};

/** A village's profile is public by nature; still only these fields. */
export function publicOnly(village: VillageForSearch): VillageForSearch {
  return {
    regionCode: village.regionCode,
    version: village.version,
    name: village.name,
    shortName: village.shortName,
    placeNames: village.placeNames,
    introduction: village.introduction,
    openNeedCount: village.openNeedCount,
    hasPartner: village.hasPartner,
  };
}

export function toDocument(village: VillageForSearch): SearchDocument {
  return {
    id: village.regionCode,
    version: village.version,
    regionCode: village.regionCode,
    texts: {
      title: village.shortName,
      place: placeWords({
        names: village.placeNames,
        officialName: village.name,
        regionCode: village.regionCode,
      }),
      keywords: villageWords.join(" "),
      body: village.introduction,
    },
    facets: {
      needs: village.openNeedCount > 0 ? "open" : "none",
      partner: village.hasPartner ? "active" : "none",
    },
    sorts: { recommended: village.openNeedCount },
  };
}
