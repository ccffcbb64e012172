import { createHash } from "node:crypto";
import type { FileStore } from "#app/files/file-store.ts";
import { processImage } from "#app/files/process-image.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";

export type PictureError = "unsupported" | "too_large" | "damaged" | "empty";

/** A re-encoded picture that is already in the store and still needs its row. */
export type WrittenPicture = {
  id: string;
  storageKey: string;
  mediaType: string;
  sizeBytes: number;
  widthPixels: number;
  heightPixels: number;
  sha256: string;
  perceptualHashes: string[] | null;
};

/**
 * Re-encodes an uploaded picture and puts it into the private store under a random key (G1, G2). Do this before the transaction that
 * records it: no file work happens inside one. The SHA-256 is of the stored bytes (G3).
 */
export async function writePicture(files: FileStore, bytes: Uint8Array): Promise<Result<WrittenPicture, PictureError>> {
  if (bytes.length === 0) return err("empty");
  const image = await processImage(bytes);
  if (!image.ok) return image;
  const { bytes: clean, ...facts } = image.value;
  const storageKey = `${newId()}.jpg`;
  await files.write(storageKey, clean);
  const sha256 = createHash("sha256").update(clean).digest("hex");
  return ok({ id: newId(), storageKey, sizeBytes: clean.length, sha256, ...facts });
}

/** Any file in the store that still needs its row: a picture, or a document, which has no size in pixels. */
export type WrittenFile = Omit<WrittenPicture, "widthPixels" | "heightPixels"> & {
  widthPixels: number | null;
  heightPixels: number | null;
};

/** Takes back files whose record was refused. */
export async function discardPictures(files: FileStore, pictures: readonly WrittenFile[]): Promise<void> {
  await Promise.all(pictures.map((picture) => files.remove(picture.storageKey)));
}
