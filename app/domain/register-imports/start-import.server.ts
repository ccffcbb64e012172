import { and, desc, eq, ne } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { RecognisedTable } from "./columns.ts";
import { importsInScope } from "./find-import.server.ts";
import { canImportInto } from "./import-policy.ts";

export type StartImportInput = {
  /** Made by whoever keeps the file: its seals name the import they belong to. */
  importId: string;
  regionCode: string;
  runner: "site" | "shell";
  fileName: string;
  sha256: string;
  sizeBytes: number;
  format: "csv" | "xlsx" | "xls";
  encoding: string | null;
  sheetName: string | null;
  storageKey: string | null;
  fileKeySealed: string | null;
  sampleSealed: string | null;
  table: RecognisedTable;
};

/** Step 上传 (U26): the file is known and its columns are proposed; nothing of its content is in the database yet. */
export async function startImport(
  db: Db,
  input: StartImportInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ importId: string }, "not_allowed">> {
  if (!canImportInto(actor, input.regionCode)) return err("not_allowed");
  const { importId, table, sizeBytes, ...facts } = input;
  await db.transaction(async (tx) => {
    await tx.insert(registerImports).values({
      ...facts,
      id: importId,
      state: "uploaded",
      sizeBytes: String(sizeBytes),
      headerRow: table.headerRow,
      headers: [...table.headers],
      columnMap: table.columns,
      createdBy: actorUserId(actor),
      createdAt: at,
      updatedAt: at,
    });
    await recordTransition(tx, at, actor, {
      noun: "register_import",
      subjectId: importId,
      from: null,
      event: "upload",
      to: "uploaded",
    });
  });
  return ok({ importId });
}

/** Earlier imports of exactly these bytes that the actor may see, the newest first: the same file twice is noticed, not forbidden. */
export function listSameFile(db: Db, { sha256, exceptId, actor }: { sha256: string; exceptId: string; actor: Actor }) {
  return db
    .select({
      id: registerImports.id,
      state: registerImports.state,
      fileName: registerImports.fileName,
      createdAt: registerImports.createdAt,
    })
    .from(registerImports)
    .where(
      and(
        eq(registerImports.sha256, sha256),
        ne(registerImports.id, exceptId),
        ne(registerImports.state, "discarded"),
        importsInScope(actor),
      ),
    )
    .orderBy(desc(registerImports.createdAt))
    .limit(5);
}
