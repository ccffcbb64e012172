import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateDatabase } from "#scripts/migrate.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

describe("migrations", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("can run again, and from two processes at once, without a change", async () => {
    const count = () => database.sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
    const before = await count();
    await Promise.all([migrateDatabase(database.url), migrateDatabase(database.url)]);
    expect(await count()).toEqual(before);
  });

  it("gives a database that reads Chinese letters as letters", async () => {
    const [row] = await database.sql`select '饮水' ~ '^\\w+$' as "isWord", lower('ÄÉ') as lowered`;
    expect(row).toEqual({ isWord: true, lowered: "äé" });
  });
});
