import type { FileStore } from "#app/files/file-store.ts";
import { createSealer } from "#db/sealer.server.ts";
import { seedDemo } from "#db/seed/seed-demo.server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { createMemoryFileStore } from "./memory-file-store.ts";

/** The present of a seeded test database. */
export const seededNow = new Date("2026-11-22T04:00:00Z");

export const seededKey = Buffer.alloc(32, 7);
export const seededSealer = createSealer(seededKey, seededKey);

/** Its largest statements take longer than the site's five seconds on a machine with other work. */
const patience = { statement_timeout: "60000", idle_in_transaction_session_timeout: "60000" };

/** A database of its own with the whole demo story, about three seconds; its pictures stay in memory, in `files` for who wants to show them. */
export async function createSeededDatabase(files: FileStore = createMemoryFileStore()): Promise<TestDatabase> {
  const database = await createTestDatabase({ settings: patience });
  await seedStory(database, files);
  return database;
}

/** Seeds once more: does nothing where the story is there. */
export function seedStory(database: TestDatabase, files: FileStore = createMemoryFileStore()): Promise<boolean> {
  return seedDemo({ db: database.db, sealer: seededSealer, files }, { now: seededNow, progress: () => {} });
}
