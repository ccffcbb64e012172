import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/domain/ids.ts";
import { importFlagsFile, runRegionsImport } from "#scripts/regions-import.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

describe("npm run regions:import", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function run(flagsFile?: string): Promise<string[]> {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    if (flagsFile === undefined) await runRegionsImport(database.db, { print });
    else await importFlagsFile(database.db, flagsFile, print);
    return lines;
  }
  async function counts() {
    const [row] = await database.db.execute<{
      townships: number;
      villages: number;
      flags: number;
      orphans: number;
    }>(sql`
      select (select count(*)::int from regions where level <> 'village') as townships,
        (select count(*)::int from regions where level = 'village') as villages,
        (select count(*)::int from region_flag_periods) as flags,
        (select count(*)::int from regions r where parent_code is not null
          and not exists (select from regions p where p.code = r.parent_code)) as orphans`);
    return row;
  }

  it("S1: brings the whole tree and the dates of the 832 counties, tells what it found by name, and twice is the same as once", async () => {
    const lines = await run();
    expect(await counts()).toEqual({ townships: 44_703, villages: 148_439, flags: 831, orphans: 0 });
    expect(lines).toContain("village: 148439 on the list, 148439 new");
    expect(lines).toContain("  532600 文山市: found by name, 532601 文山市");
    expect(lines.filter((line) => line.includes("found by name"))).toHaveLength(6);

    const again = await run();
    expect(again).toContain("village: 148439 on the list, 0 new");
    expect(again).toContain("poor_county: 832 on the list, 0 periods new");
    expect(await counts()).toEqual({ townships: 44_703, villages: 148_439, flags: 831, orphans: 0 });
  }, 120_000);

  it("S1: an operator's file adds dated flags with their source, and a bad line is named", async () => {
    const path = join(tmpdir(), `flags-${newId()}.csv`);
    await writeFile(
      path,
      "code,flag,from,to,source\n513431,深度贫困县,2017-06-23,2020-12-31,省名单\n999999,片区,2011-12-01,,省名单\n",
    );
    const lines = await run(path);
    expect(lines).toContain("  not in the tree, no flag: 999999");
    expect(lines).toContain("flags: 2 in the file, 1 periods new");
    await writeFile(path, "code,flag,from,to,source\n513431,深度贫困县,2017-06-31,,省名单\n");
    await expect(run(path)).rejects.toThrow(/^Line 2: /);
  }, 60_000);
});
