import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { Bulk } from "#db/bulk.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import type { RegisterImport } from "./find-import.server.ts";
import { endedImportStates } from "./register-import.ts";

/** Persons go last: as long as one is there, the clearing was not finished and is done again. */
const stagingTables = ["register_import_findings", "register_import_households", "register_import_members"] as const;

/** Removes all that was staged of an import: before a check begins again, and where nobody asks for its refused rows any more. */
export async function clearStaging(bulk: Bulk, importId: string): Promise<void> {
  for (const table of stagingTables) await bulk.run(`delete from ${table} where import_id = $1`, [importId]);
}

/**
 * Removes what was staged of people when an import has ended (F12): what was written is on file, and a second copy of it would outlive the file's
 * erasure. Of an import on a page that was written there stay the places and reasons of its refused rows, which tell nothing of anybody.
 */
export async function clearEndedStaging(bulk: Bulk, { id, state, runner }: RegisterImport): Promise<void> {
  if (state !== "done" || runner === "shell") return clearStaging(bulk, id);
  await bulk.run("delete from register_import_households where import_id = $1 and verdict <> 'refused'", [id]);
  await bulk.run(
    `update register_import_households set register_number = null, id = null, public_code = null, region_code = null, head_name = null,
       phone_sealed = null, bank_account_sealed = null, bank_account_index = null, bank_name = null, group_name = null, programme = null,
       programme_from = null, causes = null, circumstances = null
     where import_id = $1`,
    [id],
  );
  await bulk.run("delete from register_import_members where import_id = $1", [id]);
}

/** Imports that are over, of pages and of the shell, of which people are staged still: their process was killed just then. */
export function listImportsEndedWithStaging(db: DbOrTx): Promise<RegisterImport[]> {
  return importsWithStaging(db, inArray(registerImports.state, [...endedImportStates]));
}

/** Imports of the shell that nobody went on with since `before`; the same command checks its file again. */
export function listImportsLeftInShell(db: DbOrTx, { before }: { before: Date }): Promise<RegisterImport[]> {
  return importsWithStaging(
    db,
    sql`${registerImports.runner} = 'shell' and ${registerImports.updatedAt} < ${before.toISOString()}`,
  );
}

function importsWithStaging(db: DbOrTx, which: SQL): Promise<RegisterImport[]> {
  const isStaged = sql`exists (select from register_import_members staged where staged.import_id = ${registerImports.id})`;
  return db.select().from(registerImports).where(and(which, isStaged)).limit(20);
}

/** Whether what was staged is still there: a crash of the database empties it. */
export async function isStagingThere(db: DbOrTx, found: RegisterImport): Promise<boolean> {
  const [row] = await db.execute<{ staged: number }>(
    sql`select count(*)::int as staged from register_import_households where import_id = ${found.id}`,
  );
  return row?.staged === found.householdsRead;
}

/** The upload opens no more, in the row; its bytes go with the next clearing. */
export const withoutUpload = { fileKeySealed: null, sampleSealed: null } as const;
