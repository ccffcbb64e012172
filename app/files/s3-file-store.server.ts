import { checkStorageKey, type FileStore } from "./file-store.ts";
import type { S3Bucket } from "./s3-bucket.server.ts";

const largestTries = 3;

/** Keeps files in a bucket that nobody else may read: several machines share it, and each asks who may see a file, as with the folder. */
export function createS3FileStore(bucket: S3Bucket): FileStore {
  return {
    write: async (key, bytes) => bucket.put(checkStorageKey(key), bytes),
    read: async (key) => {
      for (let tries = 1; ; tries += 1) {
        const answer = await bucket.get(checkStorageKey(key));
        if (answer === null) return null;
        // The body may break off after a good beginning: then the whole is asked for again.
        const bytes = await answer.arrayBuffer().catch(() => null);
        if (bytes !== null) return new Uint8Array(bytes);
        if (tries === largestTries) throw new Error("the object store broke off every answer");
      }
    },
    remove: async (key) => bucket.remove(checkStorageKey(key)),
  };
}
