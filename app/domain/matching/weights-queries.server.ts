import { and, desc, eq, lte } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { matchWeights } from "#db/schema/matching.server.ts";
import type { WeightsVersion } from "./weights.ts";

/** The weights of a day: the last version that is in force. @throws Error when there are none: the installation is broken */
export async function getWeights(db: DbOrTx, { day }: { day: string }): Promise<WeightsVersion> {
  const [row] = await db
    .select({ version: matchWeights.version, weights: matchWeights.weights })
    .from(matchWeights)
    .where(lte(matchWeights.validFrom, day))
    .orderBy(desc(matchWeights.version))
    .limit(1);
  if (!row) throw new Error("no weights are in force");
  return row;
}

/** One version, to show what a proposal was scored with. */
export async function getWeightsVersion(db: DbOrTx, { version }: { version: number }): Promise<WeightsVersion | null> {
  const [row] = await db
    .select({ version: matchWeights.version, weights: matchWeights.weights })
    .from(matchWeights)
    .where(and(eq(matchWeights.version, version)));
  return row ?? null;
}

/** All versions, the newest first, with why and who (S46). */
export function listWeights(db: DbOrTx) {
  return db
    .select({
      version: matchWeights.version,
      weights: matchWeights.weights,
      validFrom: matchWeights.validFrom,
      reason: matchWeights.reason,
      source: matchWeights.source,
      setByName: users.displayName,
    })
    .from(matchWeights)
    .leftJoin(users, eq(users.id, matchWeights.setBy))
    .orderBy(desc(matchWeights.version))
    .limit(100);
}
