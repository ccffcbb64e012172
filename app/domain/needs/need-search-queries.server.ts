import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { mayShow, mayShowWords, needWordsReadAt } from "../households/consent-conditions.server.ts";
import { isPublicNeed, isReportMissed } from "./public-need-conditions.server.ts";

/**
 * When anything last changed that decides whether and how the need is found, in epoch milliseconds: the version of its search document.
 * Consents count too, because withdrawing one hides the need without touching it. Names are written out: drizzle drops the table from a
 * column where a select has no join, and a correlated subquery would then compare a column with itself.
 */
const searchVersion = sql<string>`(extract(epoch from greatest(
  needs.updated_at,
  (select households.updated_at from households where households.id = needs.household_id),
  (select max(greatest(consents.given_at, consents.withdrawn_at)) from consents
    where consents.household_id = needs.household_id)
)) * 1000)::bigint`;

/** Names of the place from the province down, as people say them. */
const placeNames = sql<string[]>`array(
  select ${regions.shortName} from ${regions}
  where ${regions.code} in (
    left(${needs.regionCode}, 2), left(${needs.regionCode}, 4), left(${needs.regionCode}, 6), left(${needs.regionCode}, 9),
    ${needs.regionCode}
  )
  order by length(${regions.code})
)`;

const itemNames = sql<string[]>`array(
  select ${needItems.name} from ${needItems} where ${needItems.needId} = ${needs.id} order by ${needItems.position}
)`;

const isDueSoon = sql<boolean>`coalesce(
  needs.needed_by::date - (now() at time zone 'Asia/Shanghai')::date between 0 and 30, false
)`;

/** Whitelist of what the search index may know of needs, in the order given by id; `isPublic` says whether it may be found at all. */
export async function listNeedsForSearch(db: DbOrTx, params: { ids: readonly string[] }) {
  if (params.ids.length === 0) return [];
  const rows = await selectForSearch(db, inArray(needs.id, [...params.ids]));
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}

export type NeedForSearch = Awaited<ReturnType<typeof listNeedsForSearch>>[number];

function selectForSearch(db: DbOrTx, condition: SQL) {
  return db
    .select({
      id: needs.id,
      isPublic: sql<boolean>`coalesce(${isPublicNeed()}, false)`,
      version: searchVersion,
      publicCode: needs.publicCode,
      title: needs.title,
      summary: sql<string>`case when ${mayShowWords(needWordsReadAt)} then ${needs.summary} else '' end`,
      story: sql<string>`case when ${mayShow("story")} and ${mayShowWords(needWordsReadAt)} then ${needs.story} else '' end`,
      itemNames,
      type: needs.type,
      category: needs.category,
      state: needs.state,
      regionCode: needs.regionCode,
      regionName: regions.name,
      placeNames,
      goalFen: needs.goalFen,
      fundedFen: needs.fundedFen,
      publishedAt: needs.publishedAt,
      neededBy: needs.neededBy,
      isReportLate: isReportMissed(),
      isDueSoon,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(condition)
    .orderBy(asc(needs.id));
}

/** Ids and versions of the needs that should be found, by id after `afterId` (empty: from the start). */
export async function listPublicNeedVersions(
  db: DbOrTx,
  params: { afterId: string; limit: number },
): Promise<{ id: string; version: number }[]> {
  const rows = await db
    .select({ id: needs.id, version: searchVersion })
    .from(needs)
    .where(and(isPublicNeed(), params.afterId === "" ? undefined : gt(needs.id, params.afterId)))
    .orderBy(asc(needs.id))
    .limit(params.limit);
  return rows.map((row) => ({ id: row.id, version: Number(row.version) }));
}

/** The needs of a household: what must be looked at again when its file or a consent changes. */
export async function listNeedIdsOfHousehold(db: DbOrTx, params: { householdId: string }): Promise<string[]> {
  const rows = await db.select({ id: needs.id }).from(needs).where(eq(needs.householdId, params.householdId));
  return rows.map((row) => row.id);
}
