import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";

/**
 * Puts a new hash in the place of the one that was just verified. False when another request changed it in between: then that one counts.
 */
export async function replacePasswordHash(
  db: DbOrTx,
  input: { userId: string; verifiedHash: string; newHash: string },
): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ passwordHash: input.newHash })
    .where(and(eq(users.id, input.userId), eq(users.passwordHash, input.verifiedHash)))
    .returning({ id: users.id });
  return rows.length === 1;
}
