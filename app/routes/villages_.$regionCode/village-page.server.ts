import { listPublicDeedsOfVillage, totalWays } from "#app/domain/deeds/deed-queries.server.ts";
import { listNeedCardsOfVillage } from "#app/domain/needs/public-need-queries.server.ts";
import { listRegionPath } from "#app/domain/regions/public-region-queries.server.ts";
import { getVillage, getVillageMoney, listVillagePartners } from "#app/domain/villages/village-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";

const shownNeeds = 6;

/** Everything the page of a village shows (S4); null for any other code. */
export async function readVillagePage(db: DbOrTx, params: { regionCode: string }) {
  const village = await getVillage(db, params);
  if (!village) return null;
  const [needs, partners, money, regionPath, deeds, ways] = await Promise.all([
    listNeedCardsOfVillage(db, { regionCode: village.regionCode, limit: shownNeeds }),
    listVillagePartners(db, { regionCode: village.regionCode }),
    getVillageMoney(db, { regionCode: village.regionCode }),
    listRegionPath(db, { code: village.regionCode }),
    listPublicDeedsOfVillage(db, { regionCode: village.regionCode }),
    totalWays(db, { regionCode: village.regionCode, year: null }),
  ]);
  return { village, needs, partners, money, deeds, ways, regionPath: regionPath.slice(0, -1) };
}

export type VillagePageData = NonNullable<Awaited<ReturnType<typeof readVillagePage>>>;
