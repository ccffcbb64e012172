import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "./client.server.ts";
import { isDatabaseTrouble } from "./database-trouble.ts";
import type { Sealer } from "./sealer.server.ts";

/** A column of sealed values: by convention its name ends in `_sealed`, and its values lie at `table:key:name`. */
export type SealedColumn = { table: string; column: string; key: string; keyType: string };

const columnShape = z.object({ table: z.string(), column: z.string(), key: z.string(), keyType: z.string() });
const countShape = z.object({ keyId: z.string(), count: z.coerce.number() });
const valueShape = z.object({ key: z.string(), sealed: z.string() });

/** Every column of sealed values, from the database's own catalogue: a new one is found without being listed anywhere. */
export async function listSealedColumns(db: Db): Promise<SealedColumn[]> {
  const rows = await db.execute(sql`
    select class.relname as "table", attribute.attname as "column", key.attname as "key", format_type(key.atttypid, key.atttypmod) as "keyType"
    from pg_class class
      join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
      join pg_index index on index.indrelid = class.oid and index.indisprimary
      join pg_attribute key on key.attrelid = class.oid and key.attnum = index.indkey[0]
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attname like '%\\_sealed' and index.indnkeyatts = 1
    order by class.relname, attribute.attname`);
  return rows.map((row) => columnShape.parse(row));
}

/** Where a value of the column lies: part of its seal (F5). */
export function placeIn({ table, column }: SealedColumn, key: string): string {
  return `${table}:${key}:${column.replace(/_sealed$/, "")}`;
}

const nameOfKey = (column: string) => sql`case when ${sql.identifier(column)} like 'e1.%'
  then split_part(${sql.identifier(column)}, '.', 2) else split_part(${sql.identifier(column)}, '.', 1) || ' (without data keys)' end`;

/** How many values each key holds, over all columns; `erased` counts those whose data key is gone. */
export async function countByKey(db: Db, columns: readonly SealedColumn[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of columns) {
    const rows = await db.execute(sql`
      select ${nameOfKey(column)} as "keyId", count(*) as count from ${sql.identifier(table)}
      where ${sql.identifier(column)} is not null group by 1`);
    for (const row of rows) {
      const { keyId, count } = countShape.parse(row);
      counts.set(keyId, (counts.get(keyId) ?? 0) + count);
    }
  }
  return counts;
}

export type RotationProgress = { table: string; column: string; done: number };

/**
 * Wraps every data key anew under the current key, online (F7): batch by batch along the primary key, each written by one statement that
 * changes only what nobody has changed meanwhile. Killed at any point it is simply begun again; what is done is not touched twice.
 */
export async function* rotateFieldKeys(
  { db, sealer }: { db: Db; sealer: Sealer },
  { batchSize }: { batchSize: number },
): AsyncGenerator<RotationProgress> {
  for (const sealedColumn of await listSealedColumns(db)) {
    const { table, column } = sealedColumn;
    let last: string | null = null;
    let done = 0;
    for (;;) {
      const batch = await readBatch(db, sealer, sealedColumn, last, batchSize);
      if (batch.length === 0) break;
      done += await writeWhenFree(() => writeBatch(db, sealer, sealedColumn, batch));
      last = batch.at(-1)?.key ?? null;
      yield { table, column, done };
    }
  }
}

const mostTries = 30;

/** A row that somebody holds for a while, or a database that is busy, does not end the work: each try waits for its lock by itself. */
async function writeWhenFree(write: () => Promise<number>): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (tries >= mostTries || !isDatabaseTrouble(error)) throw error;
    }
  }
}

type Value = z.infer<typeof valueShape>;

async function readBatch(
  db: Db,
  { currentKeyId }: Sealer,
  { table, column, key, keyType }: SealedColumn,
  after: string | null,
  batchSize: number,
): Promise<Value[]> {
  const [value, id] = [sql.identifier(column), sql.identifier(key)];
  const beyond = after === null ? sql`true` : sql`${id} > ${after}::${sql.raw(keyType)}`;
  const rows = await db.execute(sql`
    select ${id}::text as key, ${value} as sealed from ${sql.identifier(table)}
    where ${beyond} and ${value} is not null and not starts_with(${value}, ${`e1.${currentKeyId}.`}) and not starts_with(${value}, 'e1.erased.')
    order by ${id} limit ${batchSize}`);
  return rows.map((row) => valueShape.parse(row));
}

async function writeBatch(
  db: Db,
  sealer: Sealer,
  sealedColumn: SealedColumn,
  batch: readonly Value[],
): Promise<number> {
  const { table, column, key, keyType } = sealedColumn;
  const changes = batch.map((one) => ({
    key: one.key,
    before: one.sealed,
    after: sealer.rewrap(one.sealed, placeIn(sealedColumn, one.key)),
  }));
  const value = sql.identifier(column);
  const rows = await db.execute(sql`
    update ${sql.identifier(table)} as target set ${value} = change.after
    from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as change(key text, before text, after text)
    where target.${sql.identifier(key)} = change.key::${sql.raw(keyType)} and target.${value} = change.before
    returning 1`);
  return rows.length;
}
