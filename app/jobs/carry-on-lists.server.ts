import { and, asc, eq, inArray, isNotNull, lt } from "drizzle-orm";
import { systemActor } from "#app/domain/actor.ts";
import { checkList, compareList } from "#app/domain/department-lists/compare-list.server.ts";
import { type ListRowRefusal, listDaysKept, refusedRowsKept } from "#app/domain/department-lists/list-upload.ts";
import { type ListUpload, moveListUpload } from "#app/domain/department-lists/move-list-upload.server.ts";
import { fileErrorOf, RegisterFileError } from "#app/register-files/register-file.ts";
import type { Services } from "#app/services.server.ts";
import { listRefusedRows, listUploads } from "#db/schema/department-lists.server.ts";
import { inTurn } from "./in-turn.ts";

/** Checks and compares the lists that were sent from the pages (S13), one after the other. Killed, the next run reads from the start. */
export async function carryOnLists(services: Services, signal: AbortSignal): Promise<number> {
  const waiting = await services.db
    .select()
    .from(listUploads)
    .where(inArray(listUploads.state, ["checking", "comparing"]))
    .orderBy(asc(listUploads.updatedAt));
  await inTurn(waiting, signal, (found) =>
    carryOn(services, found, signal).catch((error: unknown) => giveUp(services, found, error, signal)),
  );
  return waiting.length;
}

async function carryOn(services: Services, found: ListUpload, signal: AbortSignal): Promise<void> {
  const { db, sealer, clock, listFiles } = services;
  const { id, kind, regionCode, columns: table, storageKey, fileKeySealed } = found;
  if (storageKey === null || fileKeySealed === null) throw new RegisterFileError("file_missing");
  const { sha256, rows } = await services.openTable(await listFiles.open(storageKey, fileKeySealed));
  const onProgress = async (counts: Partial<ListUpload>) => {
    await db.update(listUploads).set(counts).where(eq(listUploads.id, id));
  };
  const input = { kind, regionCode, table, file: { name: found.fileName, sha256, rows }, signal, onProgress };
  const at = clock.now();
  if (found.state === "comparing") {
    const { counts } = await compareList({ db, sealer }, { ...input, comparisonId: id }, at);
    const gone = { storageKey: null, fileKeySealed: null, sampleSealed: null };
    await db.transaction((tx) => moveListUpload(tx, found, "finish", { ...counts, ...gone }, systemActor, clock.now()));
    await listFiles.remove(storageKey);
    return;
  }
  const refused: { uploadId: string; rowNumber: number; code: ListRowRefusal }[] = [];
  const counts = await checkList({ db, sealer }, input, at, (rowNumber, code) => {
    if (refused.length < refusedRowsKept) refused.push({ uploadId: id, rowNumber, code });
  });
  await db.transaction(async (tx) => {
    await tx.delete(listRefusedRows).where(eq(listRefusedRows.uploadId, id));
    if (refused.length > 0) await tx.insert(listRefusedRows).values(refused);
    await moveListUpload(tx, found, "check", counts, systemActor, clock.now());
  });
}

/** A file that cannot be read is told on its page; anything else is a bug and is tried again. */
async function giveUp({ db, clock, listFiles }: Services, found: ListUpload, error: unknown, signal: AbortSignal) {
  if (signal.aborted) return;
  const errorCode = fileErrorOf(error);
  if (errorCode === undefined) throw error;
  const gone = { errorCode, storageKey: null, fileKeySealed: null, sampleSealed: null };
  await db.transaction((tx) => moveListUpload(tx, found, "fail", gone, systemActor, clock.now()));
  if (found.storageKey !== null) await listFiles.remove(found.storageKey);
}

/** Removes the files of lists that were given up, or that nobody went on with for a week. */
export async function clearOldLists({ db, clock, listFiles }: Services): Promise<void> {
  const before = new Date(clock.now().getTime() - listDaysKept * 86_400_000);
  const stale = await db
    .select()
    .from(listUploads)
    .where(and(isNotNull(listUploads.storageKey), lt(listUploads.updatedAt, before)));
  const given = await db
    .select()
    .from(listUploads)
    .where(and(isNotNull(listUploads.storageKey), eq(listUploads.state, "discarded")));
  const gone = { storageKey: null, fileKeySealed: null, sampleSealed: null };
  for (const found of [...stale, ...given]) {
    if (found.storageKey !== null) await listFiles.remove(found.storageKey);
    await db.transaction(async (tx) => {
      await tx.update(listUploads).set(gone).where(eq(listUploads.id, found.id));
      if (found.state === "uploaded" || found.state === "checked") {
        await moveListUpload(tx, found, "discard", {}, systemActor, clock.now());
      }
    });
  }
}
