import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { arbitraryHistory, type Step, type World } from "#tests/setup/money-histories.ts";
import { createWorlds } from "#tests/setup/money-worlds.ts";
import { findBroken, type Payment, writeScript } from "#tests/setup/play-history.ts";

/** The whole of C7 is `MIXED_OPERATIONS=20000 npm test -- mixed-operations`: there a wait of a second for a lock counts as a fault too. */
const asked = Number(process.env.MIXED_OPERATIONS ?? "0");
const operations = asked > 0 ? asked : 1_000;
const lockTimeoutMs = asked > 0 ? 1_000 : 60_000;
const sessions = 16;
/** About 250 gifts of two needs: every payment out of a need takes a share of each of its gifts. */
const historiesOfOneWorld = 50;
const seed = 20_261_129;

type Scene = { world: World; history: Step[]; payments: Payment[] };

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
    const histories = fc
      .sample(arbitraryHistory, { seed, numRuns: operations })
      .map((history) => history.filter((step) => step.do !== "withdraw"));
    const scenes: Scene[] = [];
    const queue: string[][] = [];
    for (let total = 0; total < operations; ) {
      const own = histories.slice(queue.length, queue.length + historiesOfOneWorld);
      const world = await worlds.next();
      // Room for most of it: these histories would otherwise be about surplus alone.
      await database.sql`update needs set goal_fen = ${own.length * 1_000} where charity_id = ${world.charityId}`;
      const written = own.map((history) => writeScript(worlds, world, history));
      queue.push(...written.map(({ script }) => script));
      scenes.push({ world, history: own.flat(), payments: written.flatMap((one) => one.payments) });
      total += written.reduce((sum, { script }) => sum + script.length, 0);
    }
    // One history keeps its order, as the messages of one gift do; sixteen at a time move the money of two needs, one village and one charity.
    queue.reverse();
    const refused = await Promise.all(
      players.map(async (player) => {
        const own: string[] = [];
        for (let script = queue.pop(); script !== undefined; script = queue.pop())
          own.push(...(await playAlone(player, script)));
        return own;
      }),
    );
    expect(refused.flat()).toEqual([]);
    for (const { world, history, payments } of scenes)
      expect(await findBroken(database.sql, world, history, payments)).toEqual([]);
    expect((await runChecks(database.db)).flatMap(({ name, findings }) => findings.map(() => name))).toEqual([]);
  }, 900_000);
});
