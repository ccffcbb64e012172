import { listPublicNeedVersions } from "#app/domain/needs/need-search-queries.server.ts";
import { listVillageVersions } from "#app/domain/villages/village-search-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import type { SearchIndex } from "./search-index.ts";
import { syncNeeds, syncVillages } from "./sync.server.ts";

const batchSize = 500;

type Truth = {
  noun: string;
  list: (afterId: string) => Promise<{ id: string; version: number }[]>;
  sync: (ids: readonly string[]) => Promise<void>;
};

function truthsOf(db: DbOrTx, index: SearchIndex): Truth[] {
  return [
    {
      noun: "need",
      list: (afterId) => listPublicNeedVersions(db, { afterId, limit: batchSize }),
      sync: (ids) => syncNeeds(db, index, ids),
    },
    {
      noun: "village",
      list: (afterCode) => listVillageVersions(db, { afterCode, limit: batchSize }),
      sync: (ids) => syncVillages(db, index, ids),
    },
  ];
}

async function readAll(truth: Truth): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (let afterId = ""; ; ) {
    const batch = await truth.list(afterId);
    for (const { id, version } of batch) all.set(id, version);
    const last = batch.at(-1);
    if (!last || batch.length < batchSize) return all;
    afterId = last.id;
  }
}

async function syncAll(truth: Truth, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += batchSize) await truth.sync(ids.slice(start, start + batchSize));
}

export type ReconcileReport = { noun: string; missing: number; stale: number; orphaned: number };

/**
 * Compares ids and versions of the truth and the index and repairs what differs (safety.md D5): documents that are missing, older than
 * their truth, or should not be there at all. Returns what it found, for the log and the alarm.
 */
export async function reconcile(db: DbOrTx, index: SearchIndex): Promise<ReconcileReport[]> {
  const reports: ReconcileReport[] = [];
  for (const truth of truthsOf(db, index)) {
    const wanted = await readAll(truth);
    const present = await index.versions(truth.noun);
    const missing = [...wanted.keys()].filter((id) => !present.has(id));
    const stale = [...wanted].filter(([id, version]) => (present.get(id) ?? version) < version).map(([id]) => id);
    const orphaned = [...present.keys()].filter((id) => !wanted.has(id));
    await syncAll(truth, [...missing, ...stale, ...orphaned]);
    reports.push({ noun: truth.noun, missing: missing.length, stale: stale.length, orphaned: orphaned.length });
  }
  return reports;
}

/** Writes every document again from the truth, then repairs the rest: after a change of what documents hold. Returns documents per noun. */
export async function reindex(db: DbOrTx, index: SearchIndex): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const truth of truthsOf(db, index)) {
    const ids = [...(await readAll(truth)).keys()];
    await syncAll(truth, ids);
    counts[truth.noun] = ids.length;
  }
  await reconcile(db, index);
  return counts;
}
