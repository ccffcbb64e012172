import { eq } from "drizzle-orm";
import { systemActor } from "#app/domain/actor.ts";
import { checkImport, clearStaging, isStagingThere } from "#app/domain/register-imports/check-import.server.ts";
import { findImport, type RegisterImport } from "#app/domain/register-imports/find-import.server.ts";
import { listImportsAtWork, listImportsToClear } from "#app/domain/register-imports/import-queries.server.ts";
import { moveImport, restageImport } from "#app/domain/register-imports/move-import.server.ts";
import { fileDaysKept } from "#app/domain/register-imports/register-import.ts";
import { writeImport } from "#app/domain/register-imports/write-import.server.ts";
import { openRegisterFile } from "#app/register-files/open-register-file.server.ts";
import { RegisterFileError } from "#app/register-files/register-file.ts";
import type { Services } from "#app/services.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { inTurn } from "./in-turn.ts";

/**
 * Checks and writes what was sent to be checked and confirmed on the pages (U26), one import after the other. A killed one goes on: the check
 * from the beginning, the writing behind the last whole household. Returns how many imports were carried on.
 */
export async function carryOnImports(services: Services, signal: AbortSignal): Promise<number> {
  const imports = await listImportsAtWork(services.db);
  await inTurn(imports, signal, (found) =>
    found.state === "checking" ? check(services, found, signal) : write(services, found, signal),
  );
  return imports.length;
}

async function check(services: Services, found: RegisterImport, signal: AbortSignal): Promise<void> {
  const { db, sealer, clock, openStagingThreads } = services;
  const bulk = services.openBulk();
  try {
    if (found.storageKey === null || found.fileKeySealed === null) throw new RegisterFileError("file_missing");
    const file = await openRegisterFile(await services.uploads.open(found.storageKey, found.fileKeySealed));
    const tools = { db, bulk, sealer, now: clock.now, openStagingThreads };
    await checkImport(tools, { found, file, signal });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof RegisterFileError)) throw error;
    const values = { errorCode: error.code, finishedAt: clock.now() };
    await db.transaction((tx) => moveImport(tx, found, "fail", values, systemActor, values.finishedAt));
  } finally {
    await bulk.end();
  }
}

async function write({ db, clock }: Services, found: RegisterImport, signal: AbortSignal): Promise<void> {
  if (found.nextOrdinal < found.householdsRead && !(await isStagingThere(db, found))) {
    await restageImport(db, found, systemActor, clock.now());
    return;
  }
  await writeImport(db, found.id, { now: clock.now, signal });
}

/** Removes files and staging that nobody needs any more: given up, failed, or a week after the last step. */
export async function clearOldImports(services: Services): Promise<void> {
  const { db, clock } = services;
  const before = new Date(clock.now().getTime() - fileDaysKept * 86_400_000);
  for (const { id, storageKey } of await listImportsToClear(db, { before })) {
    const found = await findImport(db, { importId: id, actor: systemActor });
    if (found === null || storageKey === null) continue;
    const bulk = services.openBulk();
    await clearStaging(bulk, id).finally(() => bulk.end());
    await services.uploads.remove(storageKey);
    const gone = { storageKey: null, fileKeySealed: null, sampleSealed: null };
    await db.update(registerImports).set(gone).where(eq(registerImports.id, id));
    if (found.state === "uploaded" || found.state === "checked") {
      await db.transaction((tx) =>
        moveImport(tx, found, "discard", { finishedAt: clock.now() }, systemActor, clock.now()),
      );
    }
  }
}
