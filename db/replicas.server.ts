import { createDb, type Db, type DbOptions } from "./client.server.ts";
import { isDatabaseTrouble, sqlStateOf } from "./database-trouble.ts";
import type { Pool } from "./pool.server.ts";
import type { ReplicaMonitor } from "./replica-monitor.server.ts";

/** A database for reads that anybody may see: a replica where one may be asked, else the primary. */
export type ReadDb = { db: Db; readsOf: (replica: number) => number; close: () => Promise<void> };

/** A replica that takes longer to lend a connection is no help. */
const replicaWaitMs = 500;

/**
 * What a replica cannot answer, whatever the reason, the primary is asked instead: a dead replica is a slower page, never an error. Reads
 * and whole transactions alike: both may be repeated (`db/transaction.server.ts`).
 */
export function createReadDb(
  primary: { url: string; pool: Pool },
  replicaUrls: readonly string[],
  monitor: ReplicaMonitor,
  options: DbOptions,
): ReadDb {
  const replicas = replicaUrls.map((url) => openPool(url, { ...options, waitLimitMs: replicaWaitMs }));
  const reads = replicas.map(() => 0);
  const use: Pool["use"] = async (work) => {
    const number = monitor.pick();
    const replica = number === null ? undefined : replicas[number];
    if (number === null || replica === undefined) return primary.pool.use(work);
    try {
      const result = await replica.use(work);
      reads[number] = (reads[number] ?? 0) + 1;
      return result;
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
      // A statement that the server itself refused says nothing against the server.
      if (sqlStateOf(error) === undefined) monitor.leaveOut(number);
      return primary.pool.use(work);
    }
  };
  const chosen = createDb(primary.url, { ...options, max: 1, through: (own) => ({ ...own, use }) });
  return {
    db: chosen.db,
    readsOf: (number) => reads[number] ?? 0,
    close: async () => void (await Promise.all([chosen.close(), ...replicas.map((pool) => pool.close())])),
  };
}

function openPool(url: string, options: DbOptions): Pool {
  const pools: Pool[] = [];
  createDb(url, {
    ...options,
    through: (pool) => {
      pools.push(pool);
      return pool;
    },
  });
  const [pool] = pools;
  if (pool === undefined) throw new Error("no pool");
  return pool;
}
