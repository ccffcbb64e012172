import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealChain } from "#app/domain/proof/seal-chain.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { arbitraryHistory } from "#tests/setup/money-histories.ts";
import { createWorlds, type Worlds } from "#tests/setup/money-worlds.ts";
import { playHistory } from "#tests/setup/play-history.ts";
import { exportText, runVerifier } from "#tests/setup/run-verifier.ts";

const runs = 2_000;
const now = new Date("2026-11-22T04:00:00Z");
let database: TestDatabase;
let worlds: Worlds;
/** One connection: a whole history goes to the server at once, each step in a transaction of its own. */
let player: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  worlds = await createWorlds(database);
  player = postgres(database.url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
});
afterAll(async () => {
  await player.end();
  await database.drop();
});

async function brokenChecks(): Promise<string[]> {
  const results = await runChecks(database.db);
  return results.flatMap(({ name, findings }) =>
    findings.map(
      (one) =>
        `${name} ${JSON.stringify({ ...one, expectedFen: String(one.expectedFen), actualFen: String(one.actualFen) })}`,
    ),
  );
}

describe("random histories of money", () => {
  it(`A7: ${runs} histories of gifts, refunds, disputes, pools and payments leave every fen somewhere, once`, async () => {
    const property = fc.asyncProperty(arbitraryHistory, async (history) => {
      expect(await playHistory(player, worlds, await worlds.next(), history)).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs });
    expect(await brokenChecks()).toEqual([]);
    // And somebody who has nothing but the export finds the same (D2).
    while ((await sealChain(database.db, now)) > 0);
    const { code, output } = await runVerifier({ "export.jsonl": await exportText(database.db) });
    expect(output).toMatch(/^holds\n/);
    expect(code).toBe(0);
  }, 300_000);
});
