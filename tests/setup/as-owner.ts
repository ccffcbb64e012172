import { createDb, type Db } from "#db/client.server.ts";
import type { TestDatabase } from "./database.ts";

/**
 * Does what the operator does, in a test that otherwise acts as the site's role: regions and rules of a place come from the owner, for
 * the site may not write a rule without an approved proposal.
 */
export async function asOwner<T>(database: TestDatabase, work: (db: Db) => Promise<T>): Promise<T> {
  const owner = createDb(database.url, { max: 1 });
  try {
    return await work(owner.db);
  } finally {
    await owner.close();
  }
}
