import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** The drizzle database. Commands take it (or a transaction) as their first argument and never import a value. */
export type Db = PostgresJsDatabase<Record<string, never>>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
export type DbOrTx = Db | Tx;
export type Sql = postgres.Sql;

export type DbConnection = {
  db: Db;
  /** The bare driver: LISTEN, COPY, and the one-call money functions of `db/functions`. */
  sql: Sql;
  close: () => Promise<void>;
};

export type DbOptions = {
  /** Connections of this pool; the webhook route has a pool of its own. */
  max?: number;
  applicationName?: string;
  /** Server settings of every connection, e.g. for the planner. */
  settings?: Readonly<Record<string, string>>;
};

/**
 * Opens a pool. Time limits are on the connection so that no query hangs a page (safety.md H4); `max_pipeline` is raised because at
 * its limit postgres.js 3.4.9 loses an acknowledged insert (safety.md finding 2).
 */
export function createDb(url: string, options: DbOptions = {}): DbConnection {
  const driverOptions = {
    max: options.max ?? 10,
    max_pipeline: 1_000_000,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? "jiedui",
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
      TimeZone: "UTC",
      ...options.settings,
    },
  };
  // The driver reads `max_pipeline` but its types do not name it: hence the variable.
  const sql = postgres(url, driverOptions);
  return {
    db: drizzle(sql, { casing: "snake_case" }),
    sql,
    close: () => sql.end({ timeout: 5 }),
  };
}
