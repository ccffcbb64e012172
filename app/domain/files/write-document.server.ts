import { createHash } from "node:crypto";
import type { FileStore } from "#app/files/file-store.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { type PictureError, type WrittenFile, writePicture } from "./write-picture.server.ts";

/** A document is a paper, not a book. */
export const largestDocumentBytes = 10 * 1024 * 1024;

/** What makes a PDF do something when it is opened, or carry other files: no receipt needs it. */
const activeParts = /\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction|AA)\b/;

/**
 * Puts an uploaded document into the private store: a PDF as it came, byte for byte, because its signature is part of it; a picture
 * re-encoded as always (G1, G2). The SHA-256 is of the stored bytes (G3).
 */
export async function writeDocument(files: FileStore, bytes: Uint8Array): Promise<Result<WrittenFile, PictureError>> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (!text.startsWith("%PDF-")) return writePicture(files, bytes);
  if (bytes.length > largestDocumentBytes) return err("too_large");
  if (!/%%EOF\s*$/.test(text.slice(-1024))) return err("damaged");
  if (activeParts.test(text)) return err("unsupported");
  const storageKey = `${newId()}.pdf`;
  await files.write(storageKey, bytes);
  return ok({
    id: newId(),
    storageKey,
    mediaType: "application/pdf",
    sizeBytes: bytes.length,
    widthPixels: null,
    heightPixels: null,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    perceptualHashes: null,
  });
}
