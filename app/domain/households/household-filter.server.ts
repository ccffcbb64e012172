import { and, asc, inArray, like, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { regionFlagPeriods, regions } from "#db/schema/regions.server.ts";
import { type Actor, isInSubtree, scopesOf } from "../actor.ts";
import { pathOf, type RegionFlag } from "../regions/region.ts";
import { householdReaderRoles } from "./household-policy.ts";

/** Narrows a list to a subtree and to places that carry a flag on a day (S1). Null: not narrowed. */
export type HouseholdFilter = { regionCode: string | null; flag: RegionFlag | null; day: string };

/**
 * The filter as a condition beside the reader's scope, which it never widens. A household is in a flagged place when its village or any place
 * above it carries the flag on that day.
 */
export function filterHouseholds({ regionCode, flag, day }: HouseholdFilter): SQL | undefined {
  const inRegion = regionCode === null ? undefined : like(households.regionCode, `${regionCode}%`);
  const isFlagged =
    flag === null
      ? undefined
      : sql`exists (select from ${regionFlagPeriods} where ${regionFlagPeriods.flag} = ${flag}
          and ${regionFlagPeriods.regionCode} in (left(${households.regionCode}, 6), left(${households.regionCode}, 9), ${households.regionCode})
          and ${regionFlagPeriods.validFrom} <= ${day} and coalesce(${regionFlagPeriods.validTo}, ${day}) >= ${day})`;
  return and(inRegion, isFlagged);
}

/** The places to choose from: the reader's own, the way down to the chosen one, and those right below it. */
export async function listFilterRegions(
  db: DbOrTx,
  { actor, regionCode }: { actor: Actor; regionCode: string | null },
): Promise<{ code: string; name: string }[]> {
  const scopes = scopesOf(actor, householdReaderRoles);
  if (scopes.length === 0) return [];
  const path =
    regionCode === null ? [] : pathOf(regionCode).filter((code) => scopes.some((scope) => isInSubtree(scope, code)));
  const parents = regionCode === null ? scopes : path.slice(-1);
  const rows = await db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(
      or(
        inArray(regions.code, [...scopes, ...path]),
        inArray(regions.parentCode, parents.length > 0 ? parents : scopes),
      ),
    )
    .orderBy(asc(regions.code))
    .limit(500);
  return rows;
}
