import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Sealer } from "#db/sealer.server.ts";
import { type ByteSource, RegisterFileError } from "./register-file.ts";
import { type SealedUploads, sealedUploadsOnDisk } from "./sealed-uploads.server.ts";

/**
 * Uploaded registers hold ID numbers in the clear, so they are kept sealed on disk: AES-256-GCM in pieces under a key of the file's own, which
 * is itself sealed in the import's row. A piece cannot be moved, left out or cut off at the end.
 */
export type UploadStore = {
  /** Keeps the file of an import; its id is the storage key. */
  save: (importId: string, bytes: Uint8Array) => Promise<{ storageKey: string; fileKeySealed: string }>;
  /** @throws RegisterFileError when the file has been removed or altered */
  open: (storageKey: string, fileKeySealed: string) => Promise<ByteSource>;
  remove: (storageKey: string) => Promise<void>;
};

const pieceBytes = 256 * 1024;
const overhead = 4 + 12 + 16;
const keyPattern = /^[0-9a-f-]{36}$/;

/** `place` is a folder or a bucket; `table` is where the sealed key of each file lies: part of its seal (F5). */
export function createUploadStore(
  place: string | SealedUploads,
  sealer: Sealer,
  table = "register_imports",
): UploadStore {
  const uploads = typeof place === "string" ? sealedUploadsOnDisk(place) : place;
  const checked = (storageKey: string) => {
    if (!keyPattern.test(storageKey)) throw new RangeError("not a storage key");
    return storageKey;
  };
  const placeOf = (storageKey: string) => `${table}:${storageKey}:file_key`;
  return {
    async save(storageKey, bytes) {
      const key = randomBytes(32);
      await uploads.write(checked(storageKey), sealedPieces(bytes, key, storageKey));
      return { storageKey, fileKeySealed: sealer.seal(key.toString("base64"), placeOf(storageKey)) };
    },
    async open(storageKey, fileKeySealed) {
      const target = checked(storageKey);
      const key = Buffer.from(sealer.open(fileKeySealed, placeOf(storageKey)), "base64");
      const size = await uploads.sizeOf(target);
      if (size === null) throw new RegisterFileError("file_missing");
      const pieces = Math.ceil(size / (pieceBytes + overhead));
      const sealed = () => uploads.read(target, pieceBytes + overhead);
      return { sizeBytes: size - pieces * overhead, read: () => openPieces(sealed(), key, storageKey) };
    },
    remove: (storageKey) => uploads.remove(checked(storageKey)),
  };
}

function* sealedPieces(bytes: Uint8Array, key: Buffer, storageKey: string): Generator<Buffer> {
  const count = Math.ceil(bytes.byteLength / pieceBytes);
  for (let index = 0; index < count; index += 1) {
    const piece = bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes);
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
    cipher.setAAD(placeOfPiece(storageKey, index, index === count - 1));
    const body = Buffer.concat([cipher.update(piece), cipher.final()]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.byteLength);
    yield Buffer.concat([head, iv, cipher.getAuthTag(), body]);
  }
}

async function* openPieces(sealed: AsyncIterable<Uint8Array>, key: Buffer, storageKey: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let index = 0;
  let isLast = false;
  for await (const chunk of sealed) {
    rest = rest.byteLength === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    while (rest.byteLength >= overhead && rest.byteLength >= overhead + rest.readUInt32BE(0)) {
      const end = overhead + rest.readUInt32BE(0);
      const opened = openPiece(rest.subarray(0, end), key, storageKey, index);
      if (opened === null || isLast) throw new RegisterFileError("file_damaged");
      isLast = opened.isLast;
      index += 1;
      rest = rest.subarray(end);
      yield opened.bytes;
    }
  }
  if (!isLast || rest.byteLength > 0) throw new RegisterFileError("file_damaged");
}

function openPiece(
  piece: Buffer,
  key: Buffer,
  storageKey: string,
  index: number,
): { bytes: Buffer; isLast: boolean } | null {
  for (const isLast of [false, true]) {
    const decipher = createDecipheriv("aes-256-gcm", key, piece.subarray(4, 16), { authTagLength: 16 });
    decipher.setAAD(placeOfPiece(storageKey, index, isLast));
    decipher.setAuthTag(piece.subarray(16, 32));
    try {
      return { bytes: Buffer.concat([decipher.update(piece.subarray(32)), decipher.final()]), isLast };
    } catch {
      // Not this place in the file: tried as the last piece, then given up.
    }
  }
  return null;
}

function placeOfPiece(storageKey: string, index: number, isLast: boolean): Buffer {
  return Buffer.from(`${storageKey}:${index}:${isLast ? "last" : "more"}`);
}
