import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { addArrayTypes } from "./array-types.server.ts";
import {
  type Connection,
  type ConnectionOptions,
  openConnection,
  type StatementListener,
} from "./connection.server.ts";
import { createPool, type Pool, type PoolUse } from "./pool.server.ts";
import { createStatements, runTransaction, type TransactionClient } from "./transaction.server.ts";

/** The drizzle database. Commands take it (or a transaction) as their first argument and never import a value. */
export type Db = PostgresJsDatabase<Record<string, never>>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
export type DbOrTx = Db | Tx;
export type Sql = postgres.Sql;

export type DbConnection = {
  db: Db;
  /** A session beside the pool, for what belongs to a session (advisory locks). Whoever opens it ends it. */
  openSession: () => Connection;
  isOverloaded: () => boolean;
  stats: () => PoolUse;
  close: () => Promise<void>;
};

export type DbOptions = {
  /** Connections of this pool; the webhook route has a pool of its own. */
  max?: number;
  applicationName?: string;
  /**
   * Keeps each statement's plan on its connection: half the round trips and no planning. For pools whose statements are few and always the
   * same; others would collect plans without end.
   */
  keepsPlans?: boolean;
  /** Server settings of every connection, e.g. for the planner. */
  settings?: Readonly<Record<string, string>>;
  onStatement?: StatementListener | undefined;
  /** Milliseconds anybody waits for a connection; by default three seconds. */
  waitLimitMs?: number;
  /** Stands between the statements and the pool, for one that has others to ask (`replicas.server.ts`). */
  through?: (pool: Pool) => Pool;
};

const statementLimitMs = 5_000;
const poolWaitMs = 3_000;
/** How much longer than the server's own limit we wait for a server that no longer keeps it. */
const graceMs = 2_000;

/**
 * Opens a pool. Time limits are on the connection so that no query hangs a page (safety.md H4).
 *
 * drizzle is handed a postgres.js client that never connects: its statements and transactions go to our own pool, where every
 * connection is a client of its own (`openConnection` says why). What a caller meets is passing trouble (`isDatabaseTrouble`), or an answer.
 */
export function createDb(url: string, options: DbOptions = {}): DbConnection {
  const driver = {
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? "jiedui",
      statement_timeout: statementLimitMs,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
      TimeZone: "UTC",
      ...options.settings,
    },
  };
  const neverConnected = postgres(url, { ...driver, max: 1 });
  addArrayTypes(neverConnected.options);
  const connectionOptions = (idleSeconds: number | undefined): ConnectionOptions => ({
    driver: { ...driver, ...(idleSeconds === undefined ? {} : { idle_timeout: idleSeconds }) },
    types: neverConnected.options,
    answerLimitMs: Number(driver.connection.statement_timeout) + graceMs,
    onStatement: options.onStatement,
  });
  const ownPool = createPool({
    max: options.max ?? 10,
    waitLimitMs: options.waitLimitMs ?? poolWaitMs,
    // The pool itself ends what is idle for a minute; this only collects a socket the driver opened again after its end.
    open: () => openConnection(url, connectionOptions(180)),
  });
  const pool = options.through?.(ownPool) ?? ownPool;
  const client = Object.assign(neverConnected, {
    unsafe: createStatements(pool, { keepsPlans: options.keepsPlans ?? false }),
    begin: <T>(work: (client: TransactionClient) => Promise<T>) => runTransaction(pool, work),
  });
  return {
    db: drizzle(client, { casing: "snake_case" }),
    openSession: () => openConnection(url, connectionOptions(undefined)),
    isOverloaded: pool.isOverloaded,
    stats: ownPool.stats,
    close: pool.close,
  };
}
