import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { arbitraryHistory } from "#tests/setup/money-histories.ts";
import { createWorlds } from "#tests/setup/money-worlds.ts";
import { findBroken, type Payment, writeScript } from "#tests/setup/play-history.ts";

/** The whole of C7 is `MIXED_OPERATIONS=20000 npm test -- mixed-operations`: there a wait of a second for a lock counts as a fault too. */
const asked = Number(process.env.MIXED_OPERATIONS ?? "0");
const operations = asked > 0 ? asked : 1_000;
const lockTimeoutMs = asked > 0 ? 1_000 : 60_000;
const sessions = 16;
const seed = 20_261_129;

let database: TestDatabase;
const players: postgres.Sql[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  for (let index = 0; index < sessions; index += 1)
    players.push(
      postgres(database.url, {
        max: 1,
        onnotice: () => {},
        connection: { TimeZone: "UTC", lock_timeout: lockTimeoutMs, application_name: "mixed" },
      }),
    );
});
afterAll(async () => {
  await Promise.all(players.map((player) => player.end()));
  await database.drop();
});

/** Plays statements one after the other, each a transaction of its own, and tells what PostgreSQL refused. */
async function playAlone(player: postgres.Sql, script: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (const statement of script) {
    try {
      await player.unsafe(`begin; ${statement}; commit`).simple();
    } catch (failure) {
      if (!(failure instanceof postgres.PostgresError)) throw failure;
      refused.push(`${failure.code} ${failure.message}`);
      await player.unsafe("rollback").simple();
    }
  }
  return refused;
}

describe("money moved by many at once", () => {
  it(`C7: ${operations} gifts, refunds, disputes, allocations and payments of the same needs wait for each other and never for ever`, async () => {
    const worlds = await createWorlds(database);
    const world = await worlds.next();
    // Room for all of them: histories of one world would otherwise be about surplus alone.
    await database.sql`update needs set goal_fen = ${operations * 150} where charity_id = ${world.charityId}`;
    const histories = fc
      .sample(arbitraryHistory, { seed, numRuns: operations })
      .map((history) => history.filter((step) => step.do !== "withdraw"));
    const queue: string[][] = [];
    const payments: Payment[] = [];
    for (let total = 0; total < operations; ) {
      const written = writeScript(worlds, world, histories[queue.length] ?? []);
      queue.push(written.script);
      payments.push(...written.payments);
      total += written.script.length;
    }
    // One history keeps its order, as the messages of one gift do; sixteen of them move the money of two needs, one village and one charity.
    const refused = await Promise.all(
      players.map(async (player) => {
        const own: string[] = [];
        for (let script = queue.pop(); script !== undefined; script = queue.pop())
          own.push(...(await playAlone(player, script)));
        return own;
      }),
    );
    expect(refused.flat()).toEqual([]);
    expect(await findBroken(database.sql, world, histories.flat(), payments)).toEqual([]);
    expect((await runChecks(database.db)).flatMap(({ name, findings }) => findings.map(() => name))).toEqual([]);
  }, 900_000);
});
