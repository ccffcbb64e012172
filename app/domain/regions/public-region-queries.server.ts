import { asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { pathOf } from "./region.ts";

export type NamedRegion = { code: string; name: string };

/** Code → name as people say it, for codes that exist. */
export async function getRegionNames(
  db: DbOrTx,
  params: { codes: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const codes = [...new Set(params.codes)];
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(inArray(regions.code, codes));
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** The place and all above it, from the province down; levels that do not exist are left out. */
export async function listRegionPath(db: DbOrTx, params: { code: string }): Promise<NamedRegion[]> {
  const names = await getRegionNames(db, { codes: pathOf(params.code) });
  return pathOf(params.code).flatMap((code) => {
    const name = names.get(code);
    return name === undefined ? [] : [{ code, name }];
  });
}

/** The places of these codes and those one level below `parentCode` (the provinces for the empty code), in one query. */
export async function listRegionsAround(
  db: DbOrTx,
  params: { codes: readonly string[]; parentCode: string },
): Promise<(NamedRegion & { isChild: boolean })[]> {
  const isChild = params.parentCode === "" ? isNull(regions.parentCode) : eq(regions.parentCode, params.parentCode);
  return db
    .select({ code: regions.code, name: regions.shortName, isChild: sql<boolean>`coalesce(${isChild}, false)` })
    .from(regions)
    .where(or(inArray(regions.code, [...params.codes]), isChild))
    .orderBy(asc(regions.code));
}
