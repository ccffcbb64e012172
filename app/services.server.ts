import type { Db, Sql } from "#db/client.server.ts";

/** The clock of the business: injected, so that a 7-day notice is replayed in a second. */
export type Clock = { now: () => Date };

/** Composition root: everything a route may use beyond its request. */
export type Services = {
  db: Db;
  sql: Sql;
  clock: Clock;
};
