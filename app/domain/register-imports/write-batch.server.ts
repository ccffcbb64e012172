import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { systemActor } from "../actor.ts";
import { isLockTimeout } from "../constraint-violation.server.ts";
import { recordEvents } from "../record-event.server.ts";
import type { RegisterImport } from "./find-import.server.ts";
import { moveImport } from "./move-import.server.ts";
import { householdsPerBatch } from "./register-import.ts";

export type WriteProgress = { isDone: boolean; householdsWritten: number; personsWritten: number };

/** Another batch before it was undone, or somebody else writes this import too: this one is undone and comes again in its turn. */
export class NotItsTurn extends Error {
  override name = "NotItsTurn";
}

/**
 * One batch. It inserts at once and then waits, by a lock of the database, for the end of the one before it: so the mark of the import moves in
 * the order of the file, and two batches that wait for each other are a deadlock that PostgreSQL sees. Its commit does not wait for the disk,
 * only the last one's does: rows and mark are lost together or not at all, and whatever somebody records on such a row waits for both.
 * @throws NotItsTurn when the one before it was not written
 */
export async function writeBatch(
  tx: Tx,
  { importId, from, at }: { importId: string; from: number; at: Date },
): Promise<WriteProgress> {
  const to = from + householdsPerBatch;
  const mark = (ordinal: number) =>
    sql`pg_advisory_xact_lock(hashtext(${`import-batch:${importId}`}), ${ordinal}::int)`;
  await tx.execute(
    sql`select ${mark(from)}, set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '4s', true)`,
  );
  const [importing] = await tx
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.id, importId), eq(registerImports.state, "importing")));
  if (importing === undefined || importing.nextOrdinal > from) throw new NotItsTurn();
  const counts = await insertHouseholds(tx, { found: importing, from, to, at });
  if (from > importing.nextOrdinal) {
    await tx.execute(sql`select ${mark(from - householdsPerBatch)}`).catch((error: unknown) => {
      throw isLockTimeout(error) ? new NotItsTurn() : error;
    });
  }
  const found = await lockImport(tx, importId);
  if (found?.nextOrdinal !== from) throw new NotItsTurn();
  const written = {
    nextOrdinal: Math.min(to, found.householdsRead),
    householdsWritten: found.householdsWritten + counts.households,
    personsWritten: found.personsWritten + counts.persons,
  };
  await tx
    .update(registerImports)
    .set({ ...written, updatedAt: at })
    .where(eq(registerImports.id, importId));
  const isDone = written.nextOrdinal === found.householdsRead;
  if (isDone) {
    await tx.execute(sql`select set_config('synchronous_commit', 'on', true)`);
    await moveImport(tx, found, "finish", { finishedAt: at }, systemActor, at);
    await recordEvents(tx, at, { kind: "register.imported", importId });
  }
  return { isDone, ...written };
}

type Range = { found: RegisterImport; from: number; to: number; at: Date };

async function insertHouseholds(
  tx: Tx,
  { found, from, to, at }: Range,
): Promise<{ households: number; persons: number }> {
  const inRange = sql`s.import_id = ${found.id} and s.ordinal >= ${from} and s.ordinal < ${to} and s.verdict = 'ready'`;
  const time = at.toISOString();
  const households = await tx.execute<{ count: number }>(sql`
    with written as (
      insert into households (id, public_code, register_number, region_code, head_name, phone_sealed,
        bank_account_sealed, bank_account_index, bank_name, group_name, state, programme,
        programme_from, causes, circumstances, import_id, created_by, created_at, updated_at)
      select s.id, s.public_code, s.register_number, s.region_code, s.head_name, s.phone_sealed,
        s.bank_account_sealed, s.bank_account_index, s.bank_name, s.group_name, 'imported', s.programme,
        s.programme_from, s.causes, s.circumstances, s.import_id, ${found.confirmedBy}::uuid, ${time}::timestamptz, ${time}::timestamptz
      from register_import_households s where ${inRange} order by s.ordinal returning 1)
    select count(*)::int as count from written`);
  const persons = await tx.execute<{ count: number }>(sql`
    with written as (
      insert into household_members (id, household_id, position, name, relation, gender, birth_date, id_number_sealed, id_number_index,
        diagnosis_sealed, guardian_sealed, labour_ability, is_student, is_disabled, has_chronic_illness)
      select m.id, s.id, m.position, m.name, m.relation, m.gender, m.birth_date, m.id_number_sealed, m.id_number_index,
        m.diagnosis_sealed, m.guardian_sealed, m.labour_ability, m.is_student, m.is_disabled, m.has_chronic_illness
      from register_import_households s join register_import_members m on m.import_id = s.import_id and m.ordinal = s.ordinal
      where ${inRange} order by s.ordinal, m.position returning 1)
    select count(*)::int as count from written`);
  return { households: households[0]?.count ?? 0, persons: persons[0]?.count ?? 0 };
}

/** The import while it is being written; held to the end of the transaction. */
export async function lockImport(tx: Tx, importId: string): Promise<RegisterImport | undefined> {
  const [found] = await tx
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.id, importId), eq(registerImports.state, "importing")))
    .for("update");
  return found;
}
