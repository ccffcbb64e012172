import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const appendOnly = [
  "ledger_accounts",
  "ledger_lots",
  "ledger_transactions",
  "ledger_entries",
  "state_transitions",
  "stripe_events",
  "official_receipts",
  "visits",
  "visit_decisions",
  "visit_photos",
  "chain_links",
  "chain_roots",
  "complaint_files",
  "callback_answers",
  "callback_draws",
  "complaint_people",
  "household_versions",
  "household_reviews",
  "household_signatures",
  "household_checklists",
  "need_gate_decisions",
  "library_budget_lines",
  "library_files",
  "match_relations",
  "match_weights",
  "library_acceptances",
  "bank_lines",
  "pairing_deed_files",
  "pairing_reviews",
];

describe("A3: the role of the site and its worker", () => {
  it.each(
    appendOnly.flatMap((table) =>
      [`update ${table} set %`, `delete from ${table}`, `truncate ${table}`, `truncate ${table} cascade`].map(
        (statement) => [table, statement] as const,
      ),
    ),
  )("%s: %s is refused with 42501, also where the trigger is off", async (table, statement) => {
    const [column] = await database.sql`select column_name as name from information_schema.columns
      where table_name = ${table} order by ordinal_position limit 1`;
    const text = statement.replace("%", `${column?.name} = ${column?.name}`);
    const undone = new Error("undone");
    const attempt = database.sql.begin(async (owner) => {
      await owner.unsafe(`alter table ${table} disable trigger user`);
      await owner.unsafe("set local role jiedui_app");
      await owner.unsafe(text);
      throw undone;
    });
    await expect(attempt).rejects.toMatchObject({ code: "42501", message: expect.stringMatching(/permission denied/) });
  });

  it.each([
    "delete from bank_accounts",
    "delete from bank_line_details",
    "delete from bank_statements",
    "delete from bank_matches",
    "truncate bank_line_details",
    "update bank_accounts set charity_id = charity_id",
    "update bank_line_details set line_id = line_id",
    "update bank_matches set transaction_id = transaction_id",
    "update bank_matches set pairing_id = pairing_id",
  ])("Q19: %s is refused with 42501, also where the triggers are off", async (text) => {
    const attempt = database.sql.begin(async (owner) => {
      for (const table of ["bank_statements", "bank_matches"])
        await owner.unsafe(`alter table ${table} disable trigger user`);
      await owner.unsafe("set local role jiedui_app");
      await owner.unsafe(text);
    });
    await expect(attempt).rejects.toMatchObject({ code: "42501", message: expect.stringMatching(/permission denied/) });
  });

  it("Q19: the seal of an account and of a line's details may change, and a pairing may be undone", async () => {
    const statements = [
      "update bank_accounts set number_sealed = number_sealed, number_last4 = number_last4",
      "update bank_line_details set details_sealed = details_sealed",
      "update bank_matches set undone_by = undone_by, undone_at = undone_at, undo_reason = undo_reason",
      "select from bank_accounts for update",
    ];
    const asked = database.sql.begin(async (owner) => {
      await owner.unsafe("set local role jiedui_app");
      for (const text of statements) await owner.unsafe(text);
    });
    await expect(asked).resolves.toBeUndefined();
  });

  it("owns nothing, cannot sign in, cannot switch a trigger off, and cannot become anybody else", async () => {
    const [role] =
      await database.sql`select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = 'jiedui_app'`;
    expect(role).toEqual({ rolcanlogin: false, rolsuper: false, rolcreaterole: false, rolcreatedb: false });
    expect(await database.sql`select relname from pg_class where relowner = 'jiedui_app'::regrole`).toHaveLength(0);
    for (const statement of [
      "alter table ledger_entries disable trigger user",
      "create or replace function refuse_rewrite() returns trigger language plpgsql as 'begin return null; end'",
      "create table aside (id int)",
    ]) {
      const attempt = database.sql.begin(async (owner) => {
        await owner.unsafe("set local role jiedui_app");
        await owner.unsafe(statement);
      });
      await expect(attempt, statement).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("every table that refuses to be rewritten is on the list", async () => {
    const rows =
      await database.sql`select tgrelid::regclass::text as name from pg_trigger where tgfoid = 'refuse_rewrite'::regproc`;
    expect(rows.map((row) => row.name).sort()).toEqual([...appendOnly].sort());
  });

  it("is the one that the connections of the site and the worker act as; the seed keeps the owner", async () => {
    const env = readEnv({ JIEDUI_MODE: "test", DATABASE_URL: database.url });
    const whoIs = async (services: ReturnType<typeof createServices>) => {
      const session = services.openSession();
      const asked = sql`select current_user as name`;
      const [own] = await services.db.execute<{ name: string }>(asked);
      const [settling] = await services.settlementDb.execute<{ name: string }>(asked);
      const [listening] = await session.run("select current_user as name");
      session.end();
      await services.close();
      return [own?.name, settling?.name, listening?.name];
    };
    expect(await whoIs(createServices(env))).toEqual(["jiedui_app", "jiedui_app", "jiedui_app"]);
    const [owner] = await database.sql`select current_user as name`;
    expect(await whoIs(createServices(env, { isOwner: true }))).toEqual([owner?.name, owner?.name, owner?.name]);
  });

  it("is made once however many databases of one server are migrated at once", async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase()));
    await expect(Promise.all(others.map((other) => migrateDatabase(other.url)))).resolves.toHaveLength(4);
    await Promise.all(others.map((other) => other.drop()));
  });
});
