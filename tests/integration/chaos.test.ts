import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChaosServer, startChaosServer } from "#tests/chaos/platform.ts";
import { rows } from "#tests/chaos/rows.ts";
import { runRow } from "#tests/chaos/run-row.ts";
import { ensureBuild } from "#tests/setup/site.ts";

let server: ChaosServer;

beforeAll(async () => {
  await ensureBuild();
  server = await startChaosServer();
}, 240_000);

afterAll(() => server.end());

/** The short form of `npm run chaos`: the rows that need no waiting, one seed each, a few donors. */
const shortRows = rows.filter(({ number }) => [1, 2, 3, 4].includes(number));

/** Other test files run beside this one and make every start slower; `npm run chaos` itself holds 5 s. */
const recoveryLimitMs = 20_000;

describe("the matrix of faults, in short", () => {
  it.each(shortRows)(
    "chaos row $number: $name",
    async (row) => {
      const report = await runRow(server, row, { seed: 1, donors: 30, recoveryLimitMs });
      expect(report.violations).toEqual([]);
      expect(report.acknowledged).toBeGreaterThan(30);
    },
    120_000,
  );
});
