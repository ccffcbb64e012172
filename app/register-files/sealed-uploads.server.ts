import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { S3Bucket } from "#app/files/s3-bucket.server.ts";

/** Where sealed uploads lie; what they hold is sealed before it comes here. */
export type SealedUploads = {
  write: (key: string, pieces: Iterable<Buffer>) => Promise<void>;
  /** Null when there is no such upload. */
  sizeOf: (key: string) => Promise<number | null>;
  read: (key: string, pieceBytes: number) => AsyncIterable<Uint8Array>;
  remove: (key: string) => Promise<void>;
};

const folder = "imports";

export function sealedUploadsOnDisk(directory: string): SealedUploads {
  const pathOf = (key: string) => path.join(directory, folder, key);
  return {
    async write(key, pieces) {
      const target = pathOf(key);
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(pieces, createWriteStream(`${target}.part`, { mode: 0o600 }));
      await rename(`${target}.part`, target);
    },
    sizeOf: (key) =>
      stat(pathOf(key)).then(
        ({ size }) => size,
        () => null,
      ),
    read: (key, pieceBytes) => createReadStream(pathOf(key), { highWaterMark: pieceBytes }),
    remove: async (key) => rm(pathOf(key), { force: true }),
  };
}

/** In the bucket, so that the machine that works on an import need not be the one that took the file. */
export function sealedUploadsInBucket(bucket: S3Bucket): SealedUploads {
  const keyOf = (key: string) => `${folder}/${key}`;
  return {
    write: async (key, pieces) => bucket.put(keyOf(key), Buffer.concat([...pieces])),
    sizeOf: (key) => bucket.sizeOf(keyOf(key)),
    async *read(key) {
      const answer = await bucket.get(keyOf(key));
      if (answer?.body) for await (const chunk of answer.body) yield chunk;
    },
    remove: (key) => bucket.remove(keyOf(key)),
  };
}
