import { and, asc, desc, gt, gte, lt, lte, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { chainLinks, chainRoots } from "#db/schema/proof.server.ts";
import { addDays, dayInChina } from "../clock.ts";
import { merkleRoot, noHash, rootHash } from "./hashes.server.ts";

/** When the root of a day comes out at the earliest: at the end of the day in China. */
export function publicationOf(day: string): Date {
  return new Date(`${addDays(day, 1)}T00:00:00+08:00`);
}

/**
 * Publishes the root of every day that is over and has links, oldest first. May be repeated and run twice at a time: a day has one root.
 * `publishedAt` is now, or for a past that is told afterwards (the seed) the end of each day.
 * Returns how many were published.
 */
export async function publishRoots(db: DbOrTx, at: Date, publishedAt: "now" | "end_of_day" = "now"): Promise<number> {
  const [last] = await db.select().from(chainRoots).orderBy(desc(chainRoots.day)).limit(1);
  const days = await db
    .select({
      day: chainLinks.day,
      first: sql<string>`min(${chainLinks.position})::text`,
      last: sql<string>`max(${chainLinks.position})::text`,
    })
    .from(chainLinks)
    .where(and(gt(chainLinks.day, last?.day ?? ""), lt(chainLinks.day, dayInChina(at))))
    .groupBy(chainLinks.day)
    .orderBy(asc(chainLinks.day));
  let previousRoot = last?.root ?? noHash;
  for (const { day, first, last: end } of days) {
    const leaves = await listLeaves(db, { firstPosition: BigInt(first), lastPosition: BigInt(end) });
    const fields = { day, firstPosition: BigInt(first), leafCount: leaves.length, merkleRoot: merkleRoot(leaves) };
    const root = rootHash(previousRoot, fields);
    await db
      .insert(chainRoots)
      .values({
        ...fields,
        lastPosition: BigInt(end),
        root,
        publishedAt: publishedAt === "now" ? at : publicationOf(day),
      })
      .onConflictDoNothing();
    previousRoot = root;
  }
  return days.length;
}

/** The leaves between two positions, both included, in order. */
export async function listLeaves(
  db: DbOrTx,
  range: { firstPosition: bigint; lastPosition: bigint },
): Promise<string[]> {
  const rows = await db
    .select({ leaf: chainLinks.leaf })
    .from(chainLinks)
    .where(and(gte(chainLinks.position, range.firstPosition), lte(chainLinks.position, range.lastPosition)))
    .orderBy(asc(chainLinks.position));
  return rows.map((row) => row.leaf);
}
