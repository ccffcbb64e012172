import { asc, count, desc, eq, gt, lt, max, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { ledgerTransactions } from "#db/schema/ledger.server.ts";
import { chainLinks, chainPending, chainRoots } from "#db/schema/proof.server.ts";
import { isId } from "../ids.ts";
import { describeRows, keyOf } from "./chained-row-queries.server.ts";
import { merklePath, noHash, sealRecord } from "./hashes.server.ts";
import { listLeaves, publicationOf } from "./publish-roots.server.ts";
import type { ChainRecord } from "./records.ts";

/** A published root with plain numbers, as the files print it. */
export type PublishedRoot = {
  day: string;
  firstPosition: number;
  lastPosition: number;
  leafCount: number;
  merkleRoot: string;
  root: string;
  publishedAt: string;
};

function toPublished(row: typeof chainRoots.$inferSelect): PublishedRoot {
  return {
    day: row.day,
    firstPosition: Number(row.firstPosition),
    lastPosition: Number(row.lastPosition),
    leafCount: row.leafCount,
    merkleRoot: row.merkleRoot,
    root: row.root,
    publishedAt: row.publishedAt.toISOString(),
  };
}

/** All published roots, oldest first: one a day. */
export async function listRoots(db: DbOrTx): Promise<PublishedRoot[]> {
  return (await db.select().from(chainRoots).orderBy(asc(chainRoots.day))).map(toPublished);
}

/** Newest first, one page, with the number of all. */
export async function listNewestRoots(db: DbOrTx, params: { page: number; pageSize: number }) {
  const [counted] = await db.select({ total: count() }).from(chainRoots);
  const rows = await db
    .select()
    .from(chainRoots)
    .orderBy(desc(chainRoots.day))
    .limit(params.pageSize)
    .offset((params.page - 1) * params.pageSize);
  return { roots: rows.map(toPublished), total: counted?.total ?? 0 };
}

export type ChainState = {
  lastPosition: number;
  /** Rows written but not in the chain yet. */
  pendingCount: number;
  /** Links since the last published root, and the first day they are of. */
  openCount: number;
  openSince: string | null;
  lastRoot: PublishedRoot | null;
};

/** How far the chain has come. */
export async function getChainState(db: DbOrTx): Promise<ChainState> {
  const [root] = await db.select().from(chainRoots).orderBy(desc(chainRoots.day)).limit(1);
  const [head] = await db.select({ position: max(chainLinks.position) }).from(chainLinks);
  const [pending] = await db.select({ rows: count() }).from(chainPending);
  const [open] = await db
    .select({ links: count(), since: sql<string | null>`min(${chainLinks.day})` })
    .from(chainLinks)
    .where(gt(chainLinks.position, root?.lastPosition ?? 0n));
  return {
    lastPosition: Number(head?.position ?? 0),
    pendingCount: pending?.rows ?? 0,
    openCount: open?.links ?? 0,
    openSince: open?.since ?? null,
    lastRoot: root === undefined ? null : toPublished(root),
  };
}

export type GiftProof =
  | {
      status: "published";
      day: string;
      position: number;
      record: ChainRecord | null;
      leaf: string;
      index: number;
      firstPosition: number;
      leafCount: number;
      path: readonly string[];
      merkleRoot: string;
      previousRoot: string;
      root: string;
    }
  /** In the chain; the root of its day comes out at `publishedAfter`. */
  | { status: "waiting"; day: string; position: number; publishedAfter: string }
  /** Written, but not in the chain yet: a matter of seconds. */
  | { status: "pending" };

export type GiftProofState = { status: "published"; day: string } | Exclude<GiftProof, { status: "published" }>;

/** Whether a gift's movement is fixed by a published root, without the proof itself, which reads a whole day; null when it is not paid. */
export async function getGiftProofState(db: DbOrTx, params: { donationId: string }): Promise<GiftProofState | null> {
  const found = await findGiftInChain(db, params);
  return found === null || found.status !== "published" ? found : { status: found.status, day: found.day };
}

type GiftInChain =
  | Exclude<GiftProof, { status: "published" }>
  | {
      status: "published";
      day: string;
      position: number;
      link: typeof chainLinks.$inferSelect;
      root: typeof chainRoots.$inferSelect;
    };

async function findGiftInChain(db: DbOrTx, params: { donationId: string }): Promise<GiftInChain | null> {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({ id: ledgerTransactions.id, link: chainLinks, root: chainRoots })
    .from(ledgerTransactions)
    .leftJoin(
      chainLinks,
      sql`${chainLinks.kind} = 'transaction' and ${chainLinks.subjectId} = ${ledgerTransactions.id}`,
    )
    .leftJoin(chainRoots, eq(chainRoots.day, chainLinks.day))
    .where(eq(ledgerTransactions.reference, `donation:${params.donationId}`));
  if (row === undefined) return null;
  const { link, root } = row;
  if (link === null) return { status: "pending" };
  const place = { day: link.day, position: Number(link.position) };
  if (root === null) return { status: "waiting", ...place, publishedAfter: publicationOf(link.day).toISOString() };
  return { status: "published", ...place, link, root };
}

/** The proof that a gift's movement is fixed by a published root, or how far it is; null when there is no such paid gift. Names no donor. */
export async function getGiftProof(db: DbOrTx, params: { donationId: string }): Promise<GiftProof | null> {
  const found = await findGiftInChain(db, params);
  if (found === null || found.status !== "published") return found;
  const { link, root, day, position } = found;
  const described = (await describeRows(db, [link])).get(keyOf(link)) ?? null;
  const [previous] = await db
    .select({ root: chainRoots.root })
    .from(chainRoots)
    .where(lt(chainRoots.day, root.day))
    .orderBy(desc(chainRoots.day))
    .limit(1);
  const index = Number(link.position - root.firstPosition);
  return {
    status: "published",
    day,
    position,
    record: sealRecord(described, link.salt),
    leaf: link.leaf,
    index,
    firstPosition: Number(root.firstPosition),
    leafCount: root.leafCount,
    path: merklePath(await listLeaves(db, root), index),
    merkleRoot: root.merkleRoot,
    previousRoot: previous?.root ?? noHash,
    root: root.root,
  };
}
