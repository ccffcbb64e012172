import type { FileStore } from "#app/files/file-store.ts";

/** why: tests of records with pictures need no folder; keys and bytes are kept as the disk keeps them. */
export function createMemoryFileStore(): FileStore & { keys: () => string[] } {
  const kept = new Map<string, Uint8Array>();
  return {
    write: async (name, bytes) => {
      kept.set(name, bytes);
    },
    read: async (name) => kept.get(name) ?? null,
    remove: async (name) => {
      kept.delete(name);
    },
    keys: () => [...kept.keys()],
  };
}
