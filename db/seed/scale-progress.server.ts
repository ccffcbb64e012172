import type { Bulk, BulkWork } from "#db/bulk.server.ts";

/** What a database is being filled with. Fixed by the first run: another one would mix two countries. */
export type ScalePlan = { villages: number; households: number; seed: number; beganAt: Date };

/** How far one step has got: everything below `written` is in the tables, everything below `indexed` can be found. */
export type ScaleMark = { written: number; indexed: number };

/**
 * The memory of `npm run seed:scale`, in a schema of its own that only this command knows: the site's role has no right to it, and it
 * can be dropped when the database is full. Takes the plan that is there already, or writes this one.
 */
export async function openScalePlan(bulk: Bulk, wanted: ScalePlan): Promise<ScalePlan> {
  return bulk.transaction(async (tx) => {
    await tx.run("select pg_advisory_xact_lock(4207003)");
    await tx.run("create schema if not exists scale_seed");
    await tx.run(`create table if not exists scale_seed.plan (
      is_only boolean primary key default true check (is_only),
      villages integer not null, households integer not null, seed integer not null, began_at timestamptz not null)`);
    await tx.run(`create table if not exists scale_seed.progress (
      step text primary key, written integer not null default 0, indexed integer not null default 0)`);
    await tx.run(
      "insert into scale_seed.plan (villages, households, seed, began_at) values ($1, $2, $3, $4::text::timestamptz) on conflict do nothing",
      [wanted.villages, wanted.households, wanted.seed, wanted.beganAt.toISOString()],
    );
    const [row] = await tx.run(
      "select villages, households, seed, to_char(began_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as began from scale_seed.plan",
    );
    return {
      villages: Number(row?.villages),
      households: Number(row?.households),
      seed: Number(row?.seed),
      beganAt: new Date(String(row?.began)),
    };
  });
}

export async function readMark(bulk: BulkWork, step: string): Promise<ScaleMark> {
  const [row] = await bulk.run("select written, indexed from scale_seed.progress where step = $1", [step]);
  return { written: Number(row?.written ?? 0), indexed: Number(row?.indexed ?? 0) };
}

/** Within the transaction of the rows it speaks of. @throws Error when another run was quicker: then those rows are undone */
export async function moveWritten(tx: BulkWork, step: string, from: number, to: number): Promise<void> {
  const moved = await tx.run(
    `insert into scale_seed.progress as mark (step, written) values ($1, $2::text::int)
     on conflict (step) do update set written = excluded.written where mark.written = $3::text::int returning written`,
    [step, String(to), String(from)],
  );
  if (moved.length !== 1) throw new Error(`another run of seed:scale is filling this database (${step})`);
}

export async function moveIndexed(bulk: BulkWork, step: string, to: number): Promise<void> {
  await bulk.run("update scale_seed.progress set indexed = greatest(indexed, $2::text::int) where step = $1", [
    step,
    String(to),
  ]);
}
