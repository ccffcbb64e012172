import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import {
  importFindings,
  registerImports,
  stagedHouseholds,
  stagedMembers,
} from "#db/schema/register-imports.server.ts";
import { withoutUpload } from "./clear-staging.server.ts";

type Copy = { importId: string; ordinal: number; row: number; verdict: string };

/**
 * What is erased in a file is not left lying in an import (F12): its staged rows lose what is sealed in them and are written by nobody, and the
 * uploads that hold it open no more; to go on with one, its file is sent again. Call it while the file still has its blind indexes.
 */
export async function dropStagedCopies(tx: Tx, householdId: string): Promise<void> {
  const copies = await findCopies(tx, householdId);
  for (const copy of copies) await blank(tx, copy);
  const ready = copies.filter(({ verdict }) => verdict === "ready");
  for (const { importId } of ready) {
    await tx
      .update(registerImports)
      .set({
        householdsReady: sql`${registerImports.householdsReady} - 1`,
        householdsRefused: sql`${registerImports.householdsRefused} + 1`,
      })
      .where(eq(registerImports.id, importId));
  }
  const source = sql`(select home.import_id from households home where home.id = ${householdId})`;
  const holds = copies.length === 0 ? sql`false` : inArray(registerImports.id, [...new Set(copies.map(idOf))]);
  // One that was not checked yet is not known to hold it; where it does, its check finds a person on file.
  await tx
    .update(registerImports)
    .set(withoutUpload)
    .where(
      and(
        sql`(${registerImports.id} = ${source} or ${holds})`,
        notInArray(registerImports.state, ["uploaded", "checking"]),
      ),
    );
}

const idOf = ({ importId }: Copy) => importId;

function findCopies(tx: Tx, householdId: string): Promise<Copy[]> {
  return tx.execute<Copy>(sql`
    select copy.import_id as "importId", copy.ordinal, copy.first_row as row, copy.verdict from register_import_households copy
    join (
      select s.import_id, s.ordinal from households home join register_import_households s
        on s.id = home.id or s.register_number = home.register_number or s.bank_account_index = home.bank_account_index
      where home.id = ${householdId}
      union
      select m.import_id, m.ordinal from household_members known join register_import_members m on m.id_number_index = known.id_number_index
      where known.household_id = ${householdId}) found on found.import_id = copy.import_id and found.ordinal = copy.ordinal
    order by copy.import_id, copy.ordinal`);
}

async function blank(tx: Tx, { importId, ordinal, row, verdict }: Copy): Promise<void> {
  await tx
    .update(stagedMembers)
    .set({ idNumberSealed: null, idNumberIndex: null, diagnosisSealed: null, guardianSealed: null })
    .where(and(eq(stagedMembers.importId, importId), eq(stagedMembers.ordinal, ordinal)));
  await tx
    .update(stagedHouseholds)
    .set({
      phoneSealed: null,
      bankAccountSealed: null,
      bankAccountIndex: null,
      ...(verdict === "ready" ? { verdict: "refused" as const } : {}),
    })
    .where(and(eq(stagedHouseholds.importId, importId), eq(stagedHouseholds.ordinal, ordinal)));
  if (verdict !== "ready") return;
  const finding = {
    rowNumber: row,
    columnIndex: null,
    field: "idNumber",
    code: "person_on_file",
    isWarning: false,
  } as const;
  await tx.insert(importFindings).values({ importId, ordinal, ...finding, otherRow: null });
}
