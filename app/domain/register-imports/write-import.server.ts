import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { systemActor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newPublicCode } from "../ids.ts";
import { recordEvents } from "../record-event.server.ts";
import type { RegisterImport } from "./find-import.server.ts";
import { moveImport } from "./move-import.server.ts";
import { householdsPerBatch } from "./register-import.ts";

export type WriteProgress = { isDone: boolean; householdsWritten: number; personsWritten: number };

/**
 * Writes the next households of a confirmed import in one transaction, with the mark of how far it has got: killed at any moment, it goes on
 * behind the last one that is whole. A household whose number or person somebody has registered since the check is refused, the others are
 * written. Returns null when the import is not being written (any more).
 */
export async function writeNextBatch(db: Db, importId: string, at: Date): Promise<WriteProgress | null> {
  try {
    return await db.transaction((tx) => writeBatch(tx, importId, at));
  } catch (error) {
    const constraint = violatedConstraint(error);
    const isTaken =
      constraint === "households_registerNumber_unique" ||
      constraint === "household_members_idNumberIndex_unique" ||
      constraint === "households_bankAccountIndex_unique" ||
      constraint === "households_publicCode_unique";
    if (!isTaken) throw error;
    await db.transaction((tx) => refuseTaken(tx, importId));
    return { isDone: false, householdsWritten: 0, personsWritten: 0 };
  }
}

async function lockImport(tx: Tx, importId: string): Promise<RegisterImport | undefined> {
  const [found] = await tx
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.id, importId), eq(registerImports.state, "importing")))
    .for("update");
  return found;
}

async function writeBatch(tx: Tx, importId: string, at: Date): Promise<WriteProgress | null> {
  const found = await lockImport(tx, importId);
  if (!found) return null;
  const from = found.nextOrdinal;
  const to = from + householdsPerBatch;
  const counts = await insertHouseholds(tx, { found, from, to, at });
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

/** Somebody was faster: those households of the next batch are refused with the reason (an account is left out) before it is tried again. */
async function refuseTaken(tx: Tx, importId: string): Promise<void> {
  const found = await lockImport(tx, importId);
  if (!found) return;
  const to = found.nextOrdinal + householdsPerBatch;
  const inRange = sql`s.import_id = ${importId} and s.ordinal >= ${found.nextOrdinal} and s.ordinal < ${to} and s.verdict = 'ready'`;
  const refuse = sql`
    insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning)
    select ${importId}::uuid, ordinal, row_number, null, field, code, false from taken`;
  const refused = await tx.execute(sql`
    with taken as (
      select s.ordinal, s.first_row as row_number, 'householdNumber' as field, 'number_taken' as code
      from register_import_households s join households h on h.register_number = s.register_number where ${inRange}
      union all
      select s.ordinal, m.row_number, 'idNumber',
        case when h.region_code like ${`${found.regionCode}%`} then 'person_on_file' else 'person_on_file_elsewhere' end
      from register_import_households s join register_import_members m on m.import_id = s.import_id and m.ordinal = s.ordinal
      join household_members known on known.id_number_index = m.id_number_index
      join households h on h.id = known.household_id where ${inRange}
    ), told as (${refuse})
    update register_import_households s set verdict = 'refused'
    where s.import_id = ${importId} and s.ordinal in (select ordinal from taken) returning s.ordinal`);
  const count = refused.length;
  await tx
    .update(registerImports)
    .set({
      householdsReady: sql`${registerImports.householdsReady} - ${count}`,
      householdsRefused: sql`${registerImports.householdsRefused} + ${count}`,
    })
    .where(eq(registerImports.id, importId));
  await tx.execute(sql`
    update register_import_households s set bank_account_sealed = null, bank_account_index = null, bank_name = null
    where ${inRange} and exists (select from households h where h.bank_account_index = s.bank_account_index)`);
  const clashing = await tx.execute<{ ordinal: number }>(sql`
    select s.ordinal from register_import_households s join households h on h.public_code = s.public_code where ${inRange}`);
  for (const { ordinal } of clashing) {
    await tx.execute(sql`
      update register_import_households set public_code = ${newPublicCode()} where import_id = ${importId} and ordinal = ${ordinal}`);
  }
}
