import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { createDb, type Db, type DbOptions, type Sql } from "#db/client.server.ts";

export type TestDatabase = {
  url: string;
  /** The bare driver, for what goes past the application. */
  sql: Sql;
  db: Db;
  /** Closes the pool and removes the database: call it in `afterAll`. */
  drop: () => Promise<void>;
};

/** Copies the migrated template into a fresh database of its own (about 50 ms): one per test file keeps files independent. */
export async function createTestDatabase(options: DbOptions = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `jiedui_test_${randomBytes(8).toString("hex")}`;
  await runAsAdmin(adminUrl, async (admin) => {
    await admin`create database ${admin(name)} template ${admin(inject("templateName"))}`;
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const connection = createDb(url.href, options);
  const sql = postgres(url.href, { onnotice: () => {}, connection: { TimeZone: "UTC" } });
  const drop = async () => {
    await Promise.all([connection.close(), sql.end({ timeout: 5 })]);
    await runAsAdmin(adminUrl, async (admin) => {
      await admin`drop database if exists ${admin(name)} with (force)`;
    });
  };
  return { url: url.href, sql, db: connection.db, drop };
}

async function runAsAdmin(adminUrl: string, work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
