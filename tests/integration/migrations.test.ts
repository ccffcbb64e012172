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

  /** A function of ours as PostgreSQL has it now. */
  const bodyOf = async (name: string) => {
    const [row] = await database.sql<{ body: string }[]>`select prosrc as body from pg_proc where proname = ${name}`;
    return row?.body ?? "";
  };
  const spoil = () =>
    database.sql`create or replace function negate_all(p_amounts bigint[]) returns bigint[] language sql immutable as 'select p_amounts'`;
  const forgetFunctions = () => database.sql`delete from drizzle.applied_functions`;

  it("H7: all functions change together or not at all, after whoever holds a table has let go", async () => {
    await spoil();
    await forgetFunctions();
    let migrating: Promise<void> | undefined;
    await database.sql.begin(async (tx) => {
      await tx`lock table ledger_entries in row exclusive mode`;
      migrating = migrateDatabase(database.url);
      await expect.poll(() => waitingForLocks(), { timeout: 20_000 }).toBeGreaterThan(0);
      expect(await bodyOf("negate_all")).toBe("select p_amounts");
    });
    await migrating;
    expect(await bodyOf("negate_all")).not.toBe("select p_amounts");
  });

  it("H7: a start with the same functions touches no table, and one of an older build brings no old function back", async () => {
    await spoil();
    await migrateDatabase(database.url);
    expect(await bodyOf("negate_all")).toBe("select p_amounts");
    await forgetFunctions();
    const newer = "9999999999999";
    await database.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${newer})`;
    await migrateDatabase(database.url);
    expect(await bodyOf("negate_all")).toBe("select p_amounts");
    await database.sql`delete from drizzle.__drizzle_migrations where created_at = ${newer}`;
    await migrateDatabase(database.url);
    expect(await bodyOf("negate_all")).not.toBe("select p_amounts");
  });

  const waitingForLocks = async () => {
    const [row] = await database.sql<{ n: number }[]>`
      select count(*)::int as n from pg_locks where not granted and relation = 'ledger_entries'::regclass`;
    return row?.n ?? 0;
  };

  it("gives a database that reads Chinese letters as letters", async () => {
    const [row] = await database.sql`select '饮水' ~ '^\\w+$' as "isWord", lower('ÄÉ') as lowered`;
    expect(row).toEqual({ isWord: true, lowered: "äé" });
  });
});
