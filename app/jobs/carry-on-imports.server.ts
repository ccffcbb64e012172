import { eq } from "drizzle-orm";
import { systemActor } from "#app/domain/actor.ts";
import { checkImport } from "#app/domain/register-imports/check-import.server.ts";
import {
  clearEndedStaging,
  clearStaging,
  isStagingThere,
  listImportsEndedWithStaging,
  listImportsLeftInShell,
} from "#app/domain/register-imports/clear-staging.server.ts";
import type { RegisterImport } from "#app/domain/register-imports/find-import.server.ts";
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
  try {
    await inTurn(imports, signal, (found) =>
      found.state === "checking" ? check(services, found, signal) : write(services, found, signal),
    );
  } finally {
    await clearEnded(services, signal);
  }
  return imports.length;
}

/** Whatever ended an import — the last batch, a form, the shell, a file that cannot be read — people staged of it go at once (F12). */
async function clearEnded({ db, openBulk }: Services, signal: AbortSignal): Promise<void> {
  const ended = await listImportsEndedWithStaging(db);
  if (ended.length === 0) return;
  const bulk = openBulk();
  await inTurn(ended, signal, (found) => clearEndedStaging(bulk, found)).finally(() => bulk.end());
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

/** Removes files and staging that nobody needs any more: given up, failed, all taken, or a week after the last step. */
export async function clearOldImports(services: Services): Promise<void> {
  const { db, clock } = services;
  const before = new Date(clock.now().getTime() - fileDaysKept * 86_400_000);
  for (const found of await listImportsToClear(db, { before })) {
    if (found.storageKey === null) continue;
    const isOver = found.updatedAt < before || found.state !== "done";
    if (isOver) await clearAll(services, found.id);
    await services.uploads.remove(found.storageKey);
    const gone = { storageKey: null, fileKeySealed: null, sampleSealed: null };
    await db.update(registerImports).set(gone).where(eq(registerImports.id, found.id));
    await giveUpUnconfirmed(services, found);
  }
  for (const found of await listImportsLeftInShell(db, { before })) {
    await clearAll(services, found.id);
    await giveUpUnconfirmed(services, found);
  }
}

async function clearAll({ openBulk }: Services, importId: string): Promise<void> {
  const bulk = openBulk();
  await clearStaging(bulk, importId).finally(() => bulk.end());
}

async function giveUpUnconfirmed({ db, clock }: Services, found: RegisterImport): Promise<void> {
  if (found.state !== "uploaded" && found.state !== "checked") return;
  const at = clock.now();
  await db.transaction((tx) => moveImport(tx, found, "discard", { finishedAt: at }, systemActor, at));
}
