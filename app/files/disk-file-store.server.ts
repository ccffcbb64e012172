import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkStorageKey, type FileStore } from "./file-store.ts";

/** Keeps files in a folder, spread over 256 sub-folders; a file is complete or not there (write beside, then rename). */
export function createDiskFileStore(directory: string): FileStore {
  const pathOf = (key: string) => path.join(directory, checkStorageKey(key).slice(0, 2), key);
  return {
    write: async (key, bytes) => {
      const target = pathOf(key);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(`${target}.part`, bytes);
      await rename(`${target}.part`, target);
    },
    read: async (key) => {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    remove: async (key) => rm(pathOf(key), { force: true }),
  };
}
