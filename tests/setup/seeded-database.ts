import { createSealer } from "#db/sealer.server.ts";
import { seedDemo } from "#db/seed/seed-demo.server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { createMemoryFileStore } from "./memory-file-store.ts";

/** The present of a seeded test database. */
export const seededNow = new Date("2026-11-22T04:00:00Z");

const key = Buffer.alloc(32, 7);
export const seededSealer = createSealer(key, key);

/** A database of its own with the whole demo story, about three seconds; its pictures stay in memory. */
export async function createSeededDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await seedStory(database);
  return database;
}

/** Seeds once more: does nothing where the story is there. */
export function seedStory(database: TestDatabase): Promise<boolean> {
  return seedDemo(
    { db: database.db, sealer: seededSealer, files: createMemoryFileStore() },
    { now: seededNow, progress: () => {} },
  );
}
