import type { FileStore } from "#app/files/file-store.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { files as filesTable } from "#db/schema/files.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { ok, type Result } from "../result.ts";
import { type PictureError, type WrittenFile, writePicture } from "./write-picture.server.ts";

/** Records files that are in the store; call it in the transaction that hangs them on something. */
export async function recordPictures(
  tx: DbOrTx,
  pictures: readonly WrittenFile[],
  actor: Actor,
  at: Date,
): Promise<void> {
  if (pictures.length === 0) return;
  await tx
    .insert(filesTable)
    .values(pictures.map((picture) => ({ ...picture, uploadedBy: actorUserId(actor), createdAt: at })));
}

/**
 * Stores one uploaded picture: re-encoded, in the private store, with its row. Nobody may see it until a record it hangs on says so
 * (`getFileForActor`). Returns the id to put on that record.
 */
export async function storeFile(
  { db, files }: { db: DbOrTx; files: FileStore },
  bytes: Uint8Array,
  actor: Actor,
  at: Date,
): Promise<Result<{ fileId: string }, PictureError>> {
  const written = await writePicture(files, bytes);
  if (!written.ok) return written;
  await recordPictures(db, [written.value], actor, at);
  return ok({ fileId: written.value.id });
}
