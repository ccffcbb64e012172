import type { FileStore } from "#app/files/file-store.ts";
import { err, type Result } from "../result.ts";
import type { OptionalPictureError } from "./with-optional-picture.server.ts";
import { writeDocument } from "./write-document.server.ts";
import { discardPictures, type WrittenFile } from "./write-picture.server.ts";

/**
 * Does a piece of work with at most one document, PDF or picture. It is checked and written before the work, whose transaction records it
 * (`recordPictures`), and taken back when the work was refused or failed.
 */
export async function withOptionalDocument<Value, Code extends string>(
  files: FileStore,
  uploads: readonly Uint8Array[],
  work: (document: WrittenFile | null) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | OptionalPictureError>> {
  const [bytes, ...more] = uploads;
  if (more.length > 0) return err("photo_only_one");
  if (bytes === undefined) return work(null);
  const written = await writeDocument(files, bytes);
  if (!written.ok) return err(`photo_${written.code}`);
  let isKept = false;
  try {
    const result = await work(written.value);
    isKept = result.ok;
    return result;
  } finally {
    if (!isKept) await discardPictures(files, [written.value]);
  }
}
