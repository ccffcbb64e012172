/** Where uploaded bytes live: a private store outside the web root, addressed by random keys (safety.md G2). */
export type FileStore = {
  write: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Null when there is no such file. */
  read: (key: string) => Promise<Uint8Array | null>;
  remove: (key: string) => Promise<void>;
};

const keyPattern = /^[0-9a-f-]{36}\.(jpg|png|webp|pdf)$/;

/** @throws RangeError for anything but a key of ours: it becomes part of a path */
export function checkStorageKey(key: string): string {
  if (!keyPattern.test(key)) throw new RangeError("not a storage key");
  return key;
}
