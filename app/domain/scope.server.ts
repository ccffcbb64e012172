import { type Column, like, or, type SQL, sql } from "drizzle-orm";

/**
 * The region subtrees a reader may see, as a condition for the query (S31, F2). No scope means no row: an empty list yields `false`,
 * never "no filter" (safety.md finding 8). A scope of the empty string is the whole country.
 */
export function inScope(column: Column, scopes: readonly string[]): SQL {
  const conditions = scopes.filter((scope) => /^\d*$/.test(scope)).map((scope) => like(column, `${scope}%`));
  return or(...conditions) ?? sql`false`;
}
