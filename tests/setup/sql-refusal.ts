import type { Tx } from "#db/client.server.ts";
import type { TestDatabase } from "./database.ts";

/** Does work past the application and says how PostgreSQL answered: `accepted`, or SQLSTATE and constraint of the refusal. */
export async function sqlRefusal({ db }: TestDatabase, work: (tx: Tx) => Promise<unknown>): Promise<string> {
  try {
    await db.transaction(work);
    return "accepted";
  } catch (error) {
    const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (typeof cause !== "object" || cause === null || !("code" in cause)) throw error;
    const constraint = "constraint_name" in cause ? String(cause.constraint_name ?? "") : "";
    return [String(cause.code), constraint].filter((part) => part !== "").join(" ");
  }
}
