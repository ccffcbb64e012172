import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { err, type Result } from "../result.ts";

export type EvidenceError = "photo_required" | "photo_only_one" | `photo_${PictureError}`;

/**
 * Does a piece of work in a transaction together with the one picture that proves it. The picture is decoded and written before the
 * transaction and taken back when the work was refused or failed; the work itself records it (`recordPictures`) once it is sure to go on.
 */
export async function withEvidencePicture<Value, Code extends string>(
  { db, files }: { db: Db; files: FileStore },
  pictures: readonly Uint8Array[],
  work: (tx: Tx, picture: WrittenPicture) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | EvidenceError>> {
  const [bytes, ...more] = pictures;
  if (bytes === undefined) return err("photo_required");
  if (more.length > 0) return err("photo_only_one");
  const written = await writePicture(files, bytes);
  if (!written.ok) return err(`photo_${written.code}`);
  let isKept = false;
  try {
    const result = await db.transaction((tx) => work(tx, written.value));
    isKept = result.ok;
    return result;
  } finally {
    if (!isKept) await discardPictures(files, [written.value]);
  }
}
