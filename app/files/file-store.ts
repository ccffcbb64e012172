/** Where uploaded bytes live: a private store outside the web root, addressed by random keys (safety.md G2). */
export type FileStore = {
  write: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Null when there is no such file. */
  read: (key: string) => Promise<Uint8Array | null>;
  remove: (key: string) => Promise<void>;
};
