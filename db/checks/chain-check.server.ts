import { and, asc, gt, gte, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { ChainedKind } from "#app/domain/ledger/ledger.ts";
import { describeRows, keyOf } from "#app/domain/proof/chained-row-queries.server.ts";
import { leafOf, linkHash, merkleRoot, noHash, rootHash, sealRecord } from "#app/domain/proof/hashes.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { chainLinks, chainRoots } from "#db/schema/proof.server.ts";

export const chainProblems = [
  /** The row a link stands for is gone. */
  "row_missing",
  /** The row says something else than when it was sealed. */
  "row_altered",
  /** The link does not hang on the one before it: links were changed, moved or taken out. */
  "link_broken",
  /** The day's published root does not follow from its links. */
  "root_differs",
  /** A row that is neither in the chain nor waiting for it. */
  "not_in_chain",
] as const;
export type ChainProblem = (typeof chainProblems)[number];

export type ChainFinding = {
  problem: ChainProblem;
  /** Null for a row that is not in the chain. */
  position: bigint | null;
  kind: ChainedKind | "root";
  /** The link's day; of a row that is not in the chain the id of the row. */
  where: string;
};

export type ChainResult = { examined: number; findings: readonly ChainFinding[] };

const batchSize = 1_000;

/**
 * Walks the chain and derives every leaf again from the live rows (D3, F9, A10): whatever was changed, taken out or moved is named by its
 * position. Reads only; safe at any time.
 * @param newest how many links at the end are walked; all of them when left out, and only then roots and rows outside the chain
 */
export async function checkChain(db: DbOrTx, options: { newest?: number } = {}): Promise<ChainResult> {
  const [head] = await db.select({ end: sql<string>`coalesce(max(position), 0)::text` }).from(chainLinks);
  const end = BigInt(head?.end ?? 0);
  const isWhole = options.newest === undefined || end <= BigInt(options.newest);
  const start = isWhole ? 0n : end - BigInt(options.newest ?? 0);
  const links = await walkLinks(db, { start, end });
  if (!isWhole) return links;
  const roots = await checkRoots(db);
  const outside = await findOutside(db);
  return {
    examined: links.examined + roots.examined,
    findings: [...links.findings, ...roots.findings, ...outside],
  };
}

/** Walks the links after `start`; each is judged against the stored link before it, so that one fault is one finding. */
async function walkLinks(db: DbOrTx, { start, end }: { start: bigint; end: bigint }): Promise<ChainResult> {
  const findings: ChainFinding[] = [];
  let examined = 0;
  let last = start;
  let lastHash = start === 0n ? noHash : ((await linkAt(db, start))?.hash ?? "");
  for (;;) {
    const batch = await db
      .select()
      .from(chainLinks)
      .where(and(gt(chainLinks.position, last), lte(chainLinks.position, end)))
      .orderBy(asc(chainLinks.position))
      .limit(batchSize);
    if (batch.length === 0) break;
    const rows = await describeRows(db, batch);
    for (const link of batch) {
      const row = rows.get(keyOf(link));
      const report = (problem: ChainProblem) =>
        findings.push({ problem, position: link.position, kind: link.kind, where: link.day });
      if (row === undefined) report("row_missing");
      else if (leafOf(sealRecord(row, link.salt)) !== link.leaf) report("row_altered");
      if (link.position !== last + 1n || linkHash(lastHash, link.leaf) !== link.hash) report("link_broken");
      last = link.position;
      lastHash = link.hash;
    }
    examined += batch.length;
  }
  return { examined, findings };
}

async function linkAt(db: DbOrTx, position: bigint) {
  const [link] = await db
    .select()
    .from(chainLinks)
    .where(gte(chainLinks.position, position))
    .orderBy(asc(chainLinks.position))
    .limit(1);
  return link?.position === position ? link : undefined;
}

async function checkRoots(db: DbOrTx): Promise<ChainResult> {
  const findings: ChainFinding[] = [];
  const roots = await db.select().from(chainRoots).orderBy(asc(chainRoots.day));
  let previousRoot = noHash;
  let nextPosition = 1n;
  for (const stored of roots) {
    const links = await db
      .select({ leaf: chainLinks.leaf, day: chainLinks.day })
      .from(chainLinks)
      .where(and(gte(chainLinks.position, nextPosition), lte(chainLinks.position, stored.lastPosition)))
      .orderBy(asc(chainLinks.position));
    const fields = {
      day: stored.day,
      firstPosition: nextPosition,
      leafCount: links.length,
      merkleRoot: merkleRoot(links.map((link) => link.leaf)),
    };
    const holds =
      stored.firstPosition === nextPosition &&
      stored.leafCount === links.length &&
      stored.merkleRoot === fields.merkleRoot &&
      stored.root === rootHash(previousRoot, fields) &&
      links.every((link) => link.day === stored.day);
    if (!holds)
      findings.push({ problem: "root_differs", position: stored.firstPosition, kind: "root", where: stored.day });
    previousRoot = stored.root;
    nextPosition = stored.lastPosition + 1n;
  }
  return { examined: roots.length, findings };
}

const outsideRow = z.object({ kind: z.enum(["account", "transaction", "transition"]), id: z.string() });

/** Rows that somebody wrote past the triggers, or whose link was taken off the end. */
async function findOutside(db: DbOrTx): Promise<ChainFinding[]> {
  const rows = await db.execute(sql`
    select row.kind, row.id::text as id from (
      select 'account' as kind, id from ledger_accounts
      union all select 'transaction', id from ledger_transactions
      union all select 'transition', id from state_transitions) row
    where not exists (select from chain_links link where link.kind = row.kind and link.subject_id = row.id)
      and not exists (select from chain_pending pending where pending.kind = row.kind and pending.subject_id = row.id)
    order by 1, 2 limit 100`);
  return rows
    .map((row) => outsideRow.parse(row))
    .map(({ kind, id }) => ({ problem: "not_in_chain", position: null, kind, where: id }));
}

/** A finding in one line, for logs, alarms and the terminal. */
export function describeChainFinding({ problem, position, kind, where }: ChainFinding): string {
  return `${position === null ? "" : `position ${position} `}${kind} ${where}: ${problem}`;
}
