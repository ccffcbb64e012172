import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { newPublicCode } from "../ids.ts";
import { householdsPerBatch } from "./register-import.ts";
import { lockImport } from "./write-batch.server.ts";

/** Somebody was faster: those households of the next batch are refused with the reason (an account is left out) before it is tried again. */
export async function refuseTaken(tx: Tx, importId: string): Promise<void> {
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
