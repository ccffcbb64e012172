import { eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";

/** The village an event about a need concerns; null when there is no such need. */
export async function getRegionOfNeed(db: DbOrTx, params: { needId: string }): Promise<string | null> {
  const [row] = await db.select({ regionCode: needs.regionCode }).from(needs).where(eq(needs.id, params.needId));
  return row?.regionCode ?? null;
}

/** The village an event about a pairing concerns; null when there is no such pairing. */
export async function getRegionOfPairing(db: DbOrTx, params: { pairingId: string }): Promise<string | null> {
  const [row] = await db
    .select({ regionCode: pairings.regionCode })
    .from(pairings)
    .where(eq(pairings.id, params.pairingId));
  return row?.regionCode ?? null;
}
