import { listNeedsForSearch } from "#app/domain/needs/need-search-queries.server.ts";
import { listVillagesForSearch } from "#app/domain/villages/village-search-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { publicOnly as publicNeedOnly, toDocument as toNeedDocument } from "./needs-index.server.ts";
import type { SearchDocument, SearchIndex, SearchRemoval } from "./search-index.ts";
import { publicOnly as publicVillageOnly, toDocument as toVillageDocument } from "./villages-index.server.ts";

/** For rows that are gone for good: nothing can be newer. */
const afterEverything = Number.MAX_SAFE_INTEGER;

/**
 * Brings the documents of these needs in line with the truth: reads it now, then puts or removes. Safe to repeat and to run late, because
 * each document carries the version of the truth it was made from.
 */
export async function syncNeeds(db: DbOrTx, index: SearchIndex, needIds: readonly string[]): Promise<void> {
  const found = await listNeedsForSearch(db, { ids: needIds });
  const documents: SearchDocument[] = [];
  const removals: SearchRemoval[] = [];
  for (const need of found) {
    const fields = publicNeedOnly(need);
    if (fields) documents.push(toNeedDocument(fields));
    else removals.push({ id: need.id, version: need.version });
  }
  removals.push(...missing(needIds, new Set(found.map((need) => need.id))));
  await index.remove("need", removals);
  await index.put("need", documents);
}

export function syncNeed(db: DbOrTx, index: SearchIndex, needId: string): Promise<void> {
  return syncNeeds(db, index, [needId]);
}

/** The same for village profiles. */
export async function syncVillages(db: DbOrTx, index: SearchIndex, regionCodes: readonly string[]): Promise<void> {
  const found = await listVillagesForSearch(db, { regionCodes });
  await index.remove("village", missing(regionCodes, new Set(found.map((village) => village.regionCode))));
  await index.put(
    "village",
    found.map((village) => toVillageDocument(publicVillageOnly(village))),
  );
}

function missing(wanted: readonly string[], found: ReadonlySet<string>): SearchRemoval[] {
  return wanted.filter((id) => !found.has(id)).map((id) => ({ id, version: afterEverything }));
}
