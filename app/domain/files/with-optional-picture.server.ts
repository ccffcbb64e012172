import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { err, type Result } from "../result.ts";
import { discardPictures, type PictureError, type WrittenPicture, writePicture } from "./write-picture.server.ts";

export type OptionalPictureError = "photo_only_one" | `photo_${PictureError}`;

/**
 * Does a piece of work in a transaction, with at most one picture that belongs to it. The picture is decoded and written before the
 * transaction and taken back when the work was refused or failed; the work records it (`recordPictures`) once it is sure to go on.
 */
export async function withOptionalPicture<Value, Code extends string>(
  { db, files }: { db: Db; files: FileStore },
  pictures: readonly Uint8Array[],
  work: (tx: Tx, picture: WrittenPicture | null) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | OptionalPictureError>> {
  const [bytes, ...more] = pictures;
  if (more.length > 0) return err("photo_only_one");
  if (bytes === undefined) return db.transaction((tx) => work(tx, null));
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
