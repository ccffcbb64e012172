import { desc, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db, DbOrTx, Tx } from "#db/client.server.ts";
import { chainLinks, chainPending, chainRoots } from "#db/schema/proof.server.ts";
import { addDays, dayInChina } from "../clock.ts";
import { chainedKinds } from "../ledger/ledger.ts";
import { type ChainedReference, describeRows, keyOf } from "./chained-row-queries.server.ts";
import { leafOf, linkHash, newSalt, noHash, sealRecord } from "./hashes.server.ts";

const batchSize = 500;
/** Any fixed number: one sealer at a time, in whatever process. */
const sealingLock = 7_301_015;

type Pending = ChainedReference & { id: bigint; day: string };

/**
 * Puts a batch of waiting rows into the chain, in one transaction: killed at any point, nothing or all of it has happened. Accounts come
 * before the movements that use them. The day of a link is the day it is sealed: the root of a day that is over never changes.
 * Returns how many rows were sealed; 0 also when another process is at it.
 */
export async function sealChain(db: Db, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${sealingLock}) as held`);
    if (lock?.held !== true) return 0;
    const rows = await tx
      .select()
      .from(chainPending)
      .orderBy(sql`${chainPending.kind} <> 'account'`, chainPending.id)
      .limit(batchSize);
    const day = dayInChina(at);
    await appendLinks(
      tx,
      rows.map((row) => ({ ...row, day })),
      at,
    );
    return rows.length;
  });
}

const historyRow = z.object({
  id: z.coerce.bigint(),
  kind: z.enum(chainedKinds),
  subjectId: z.string(),
  at: z.string(),
});

/**
 * Seals everything that waits in the order it happened, each row under its own day: for a database that is filled with a past (the seed),
 * in the transaction that fills it.
 */
export async function sealHistory(tx: Tx, now: Date): Promise<void> {
  const rows = await tx.execute(sql`
    select pending.id::text as id, pending.kind, pending.subject_id as "subjectId",
      to_char(least(coalesce(movement.at, step.at, opened.at, ${now.toISOString()}::timestamptz), ${now.toISOString()}::timestamptz)
        at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from chain_pending pending
      left join ledger_transactions movement on pending.kind = 'transaction' and movement.id = pending.subject_id
      left join state_transitions step on pending.kind = 'transition' and step.id = pending.subject_id
      left join lateral (
        select min(used.at) as at from ledger_entries entry join ledger_transactions used on used.id = entry.transaction_id
        where entry.account_id = pending.subject_id) opened on pending.kind = 'account'
    order by 4, pending.kind <> 'account', pending.id`);
  const history = rows.map((row) => historyRow.parse(row));
  for (let from = 0; from < history.length; from += batchSize) {
    const batch = history.slice(from, from + batchSize);
    const links = batch.map(({ at, ...row }) => ({ ...row, day: dayInChina(new Date(at)) }));
    await appendLinks(tx, links, now);
  }
}

async function appendLinks(tx: Tx, rows: readonly Pending[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  const head = await getHead(tx);
  const described = await describeRows(tx, rows);
  const links: (typeof chainLinks.$inferInsert)[] = [];
  let { position, hash, day } = head;
  for (const row of await withoutSealed(tx, rows)) {
    const salt = newSalt();
    const leaf = leafOf(sealRecord(described.get(keyOf(row)) ?? null, salt));
    position += 1n;
    hash = linkHash(hash, leaf);
    // A clock that was set back does not open a day again.
    day = laterOf(row.day, day);
    links.push({ position, kind: row.kind, subjectId: row.subjectId, day, salt, leaf, hash, sealedAt: at });
  }
  if (links.length > 0) await tx.insert(chainLinks).values(links);
  await tx.delete(chainPending).where(
    inArray(
      chainPending.id,
      rows.map((row) => row.id),
    ),
  );
}

/** The newest link, and the first day that may take another one. */
async function getHead(db: DbOrTx): Promise<{ position: bigint; hash: string; day: string }> {
  const [last] = await db.select().from(chainLinks).orderBy(desc(chainLinks.position)).limit(1);
  const [root] = await db.select({ day: chainRoots.day }).from(chainRoots).orderBy(desc(chainRoots.day)).limit(1);
  const openDay = root === undefined ? "" : addDays(root.day, 1);
  const lastDay = last?.day ?? "";
  return { position: last?.position ?? 0n, hash: last?.hash ?? noHash, day: laterOf(lastDay, openDay) };
}

function laterOf(oneDay: string, otherDay: string): string {
  return [oneDay, otherDay].sort().at(-1) ?? "";
}

/** A row is sealed once, however often it was queued. */
async function withoutSealed(tx: Tx, rows: readonly Pending[]): Promise<Pending[]> {
  const ids = rows.map((row) => row.subjectId);
  const sealed = await tx
    .select({ kind: chainLinks.kind, subjectId: chainLinks.subjectId })
    .from(chainLinks)
    .where(inArray(chainLinks.subjectId, ids));
  const seen = new Set(sealed.map(keyOf));
  return rows.filter((row) => {
    if (seen.has(keyOf(row))) return false;
    seen.add(keyOf(row));
    return true;
  });
}
