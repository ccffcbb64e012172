import { randomBytes } from "node:crypto";
import { and, eq, gt, lt } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { pendingSignIns } from "#db/schema/second-factors.server.ts";
import { hashSessionId, isSessionId } from "./sessions.server.ts";

/** How long one may take to find the phone. */
export const pendingMinutes = 10;

/**
 * Remembers on the server that the password was right (E3). The id in the cookie opens the page of the code and nothing else: it is no
 * session and never becomes one.
 */
export async function beginPendingSignIn(db: DbOrTx, { userId }: { userId: string }, at: Date): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const expiresAt = new Date(at.getTime() + pendingMinutes * 60_000);
  await db.insert(pendingSignIns).values({ idHash: hashSessionId(id), userId, expiresAt });
  return id;
}

/** Whose sign-in waits for the code; null when there is none, or its time is over. */
export async function getPendingSignIn(
  db: DbOrTx,
  id: string | undefined,
  at: Date,
): Promise<{ userId: string; idHash: string } | null> {
  if (!isSessionId(id)) return null;
  const idHash = hashSessionId(id);
  const [row] = await db
    .select({ userId: pendingSignIns.userId })
    .from(pendingSignIns)
    .where(and(eq(pendingSignIns.idHash, idHash), gt(pendingSignIns.expiresAt, at)));
  return row ? { userId: row.userId, idHash } : null;
}

/** Ends it; false when another request was faster. */
export async function endPendingSignIn(db: DbOrTx, idHash: string): Promise<boolean> {
  const rows = await db
    .delete(pendingSignIns)
    .where(eq(pendingSignIns.idHash, idHash))
    .returning({ userId: pendingSignIns.userId });
  return rows.length === 1;
}

/** After a new password: what began with the old one is over. */
export async function endPendingSignInsOf(db: DbOrTx, userId: string): Promise<void> {
  await db.delete(pendingSignIns).where(eq(pendingSignIns.userId, userId));
}

export async function deleteEndedPendingSignIns(db: DbOrTx, at: Date): Promise<void> {
  await db.delete(pendingSignIns).where(lt(pendingSignIns.expiresAt, at));
}
