import { asc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions, villages } from "#db/schema/regions.server.ts";

/**
 * When the village's needs or partners last changed, epoch milliseconds; 0 for a village where nothing has happened yet. Names are written
 * out: drizzle drops the table from a column where a select has no join.
 */
const searchVersion = sql<string>`(coalesce(extract(epoch from greatest(
  (select max(needs.updated_at) from needs where needs.region_code = villages.region_code),
  (select max(greatest(pairings.created_at, pairings.activated_at, pairings.ended_at)) from pairings
    where pairings.region_code = villages.region_code)
)), 0) * 1000)::bigint`;

const placeNames = sql<string[]>`array(
  select place.short_name from regions place
  where place.code in (
    left(villages.region_code, 2), left(villages.region_code, 4), left(villages.region_code, 6),
    left(villages.region_code, 9), villages.region_code
  )
  order by length(place.code)
)`;

/** Whitelist of what the search index may know of villages with a profile. */
export async function listVillagesForSearch(db: DbOrTx, params: { regionCodes: readonly string[] }) {
  if (params.regionCodes.length === 0) return [];
  const rows = await db
    .select({
      regionCode: villages.regionCode,
      version: searchVersion,
      name: regions.name,
      shortName: regions.shortName,
      placeNames,
      introduction: villages.introduction,
      openNeedCount: sql<number>`(
        select count(*)::int from ${needs} where ${needs.regionCode} = ${villages.regionCode} and ${needs.state} = 'published'
      )`,
      hasPartner: sql<boolean>`exists (
        select from ${pairings} where ${pairings.regionCode} = ${villages.regionCode}
          and ${pairings.householdId} is null and ${pairings.state} = 'active'
      )`,
    })
    .from(villages)
    .innerJoin(regions, eq(regions.code, villages.regionCode))
    .where(inArray(villages.regionCode, [...params.regionCodes]))
    .orderBy(asc(villages.regionCode));
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}

export type VillageForSearch = Awaited<ReturnType<typeof listVillagesForSearch>>[number];

/** Codes and versions of the villages that should be found, after `afterCode` (empty: from the start). */
export async function listVillageVersions(
  db: DbOrTx,
  params: { afterCode: string; limit: number },
): Promise<{ id: string; version: number }[]> {
  const rows = await db
    .select({ id: villages.regionCode, version: searchVersion })
    .from(villages)
    .where(sql`${villages.regionCode} > ${params.afterCode}`)
    .orderBy(asc(villages.regionCode))
    .limit(params.limit);
  return rows.map((row) => ({ id: row.id, version: Number(row.version) }));
}
