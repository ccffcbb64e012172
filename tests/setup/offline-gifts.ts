import sharp from "sharp";
import type { FileStore } from "#app/files/file-store.ts";

/** A picture as the file store takes it: of a bank slip or a delivery note. */
export async function documentPicture(): Promise<Uint8Array> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: "#7a5" } })
    .jpeg()
    .toBuffer();
}

/** Files in memory. why: these tests look at the records, not at the disk. */
export function memoryFileStore(): FileStore {
  const kept = new Map<string, Uint8Array>();
  return {
    write: async (key, bytes) => void kept.set(key, bytes),
    read: async (key) => kept.get(key) ?? null,
    remove: async (key) => void kept.delete(key),
  };
}
