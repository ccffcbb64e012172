import { and, asc, gt, lte, max } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { chainLinks } from "#db/schema/proof.server.ts";
import { describeRows, keyOf } from "./chained-row-queries.server.ts";
import { getClaimedTotals } from "./claimed-total-queries.server.ts";
import { sealRecord } from "./hashes.server.ts";
import { listRoots } from "./root-queries.server.ts";

const batchSize = 500;

export type ExportOptions = {
  /** Position after which a download that broke off goes on; 0 for the whole file with its header. */
  after: bigint;
  /** Our own address, for the header. */
  baseUrl: string;
  at: Date;
};

/**
 * The whole public journal as JSON lines, for `public/verify.mjs` and for anybody's own: a header; every link with its record, derived from
 * the live rows as they are now, so that a row that was altered no longer fits its leaf; after each day its published root; last the
 * totals that the site shows. Read in batches by position: memory stays flat, and no connection is held while a slow reader reads.
 */
export async function* exportChain(db: DbOrTx, { after, baseUrl, at }: ExportOptions): AsyncGenerator<string, void> {
  const [head] = await db.select({ position: max(chainLinks.position) }).from(chainLinks);
  const end = head?.position ?? 0n;
  const roots = (await listRoots(db)).filter((root) => root.lastPosition >= Number(after) && root.lastPosition <= end);
  if (after === 0n) {
    const verifier = `${baseUrl}/verify.mjs`;
    const exportedAt = at.toISOString();
    yield line({
      format: "jiedui-ledger-export",
      version: 1,
      site: baseUrl,
      verifier,
      exportedAt,
      lastPosition: Number(end),
    });
  }
  let from = after;
  while (from < end) {
    const links = await db
      .select()
      .from(chainLinks)
      .where(and(gt(chainLinks.position, from), lte(chainLinks.position, end)))
      .orderBy(asc(chainLinks.position))
      .limit(batchSize);
    if (links.length === 0) break;
    const rows = await describeRows(db, links);
    let text = "";
    for (const link of links) {
      const position = Number(link.position);
      while (roots[0] !== undefined && roots[0].lastPosition < position) text += line({ root: roots.shift() });
      const record = sealRecord(rows.get(keyOf(link)) ?? null, link.salt);
      text += line({ position, day: link.day, record, leaf: link.leaf, hash: link.hash });
    }
    yield text;
    from = links.at(-1)?.position ?? end;
  }
  yield roots.map((root) => line({ root })).join("");
  yield line({ totals: await getClaimedTotals(db, { end }), lastPosition: Number(end) });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
