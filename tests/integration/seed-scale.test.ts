import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "#app/env.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import type { Bulk } from "#db/bulk.server.ts";
import { projectFolder, typescript } from "#scripts/parts.ts";
import { runSeedScale, type ScaleSettings } from "#scripts/seed-scale.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createMemoryFileStore } from "#tests/setup/memory-file-store.ts";

const size = { villages: 40, households: 60, seed: 7, batch: 8 };

describe("npm run seed:scale", () => {
  let broken: TestDatabase;
  let whole: TestDatabase;
  const opened: { services: Services; bulk: Bulk }[] = [];
  beforeAll(async () => {
    [broken, whole] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(async () => {
    for (const { services, bulk } of opened) await Promise.all([services.close(), bulk.end()]);
    await Promise.all([broken.drop(), whole.drop()]);
  });

  function open(database: TestDatabase) {
    const env = readEnv({ JIEDUI_MODE: "test", DATABASE_URL: database.url });
    const services = createServices(env, { applicationName: "test-scale", isOwner: true });
    const one = { services: { ...services, files: createMemoryFileStore() }, bulk: services.openBulk() };
    opened.push(one);
    return one;
  }

  async function fill(database: TestDatabase, beganAt: Date, more: Partial<ScaleSettings> = {}) {
    const { services, bulk } = open(database);
    const { openStagingThreads: _without, ...tools } = services;
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    await runSeedScale({ ...tools, clock: { now: () => beganAt } }, bulk, { ...size, print, ...more });
    return lines;
  }

  const villagesWritten = async () => {
    const [table] = await broken.sql`select to_regclass('scale_seed.progress') is not null as there`;
    if (!table?.there) return 0;
    const [row] = await broken.sql`select written from scale_seed.progress where step = 'villages'`;
    return Number(row?.written ?? 0);
  };

  /** Everything the filling says, without the ids that the import draws. */
  async function contentOf({ sql }: TestDatabase) {
    const [row] = await sql`select
      (select md5(string_agg(concat_ws('|', code, name, parent_code), E'\n' order by code)) from regions) as regions,
      (select md5(string_agg(concat_ws('|', region_code, population_count, household_count), E'\n' order by region_code)) from villages) as villages,
      (select md5(string_agg(concat_ws('|', needs.id, needs.public_code, needs.region_code, register_number, type, category, title, summary, needs.state,
        publication_mode, goal_fen, published_at, charity_id), E'\n' order by needs.id)) from needs left join households on households.id = household_id) as needs,
      (select md5(string_agg(concat_ws('|', id, need_id, name, quantity, unit_price_fen), E'\n' order by id)) from need_items) as items,
      (select md5(string_agg(concat_ws('|', id, public_code, kind, need_id, body, state, opened_at, closed_at), E'\n' order by id)) from notices) as notices,
      (select md5(string_agg(concat_ws('|', register_number, region_code, head_name, state, causes::text, effective_from), E'\n' order by register_number)) from households) as households,
      (select md5(string_agg(concat_ws('|', register_number, position, name, birth_date), E'\n' order by register_number, position))
        from household_members join households on households.id = household_id) as members,
      (select md5(string_agg(concat_ws('|', consents.id, register_number, purpose, fields::text, given_at), E'\n' order by consents.id))
        from consents join households on households.id = household_id) as consents,
      (select md5(string_agg(concat_ws('|', noun, id, region_code, words, sort1), E'\n' order by noun, id)) from search_documents) as documents`;
    return row;
  }

  it("killed in the middle and resumed twice, it gives the same content as unbroken, and all of it can be found", async () => {
    const words = ["--villages", "40", "--households", "60", "--seed", "7", "--batch", "8"];
    // vitest sets a BASE_URL of its own.
    const { BASE_URL: _vitest, ...outer } = process.env;
    const env = { ...outer, DATABASE_URL: broken.url, JIEDUI_MODE: "test", FILES_DIR: join(tmpdir(), "jiedui-scale") };
    const child = spawn(process.execPath, [...typescript("scripts/seed-scale.ts"), ...words], {
      cwd: projectFolder,
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = once(child, "exit");
    while ((await villagesWritten()) === 0 && child.exitCode === null) await wait(5);
    child.kill("SIGKILL");
    await ended;
    expect(await villagesWritten()).toBeGreaterThan(0);

    const [plan] = await broken.sql`select (extract(epoch from began_at) * 1000)::float8 as ms from scale_seed.plan`;
    const beganAt = new Date(Number(plan?.ms));
    const stopping = new AbortController();
    const stopAt = (step: string, done: number, total: number) => {
      if (step === "villages" && done < total) stopping.abort();
    };
    await expect(fill(broken, new Date(), { signal: stopping.signal, tell: stopAt })).rejects.toThrow();
    expect(await villagesWritten()).toBeLessThan(size.villages);
    await fill(broken, new Date());
    const lines = await fill(whole, beganAt);
    expect(lines.at(-1)).toMatch(/^In the database: 40 villages, 60 households, \d+ needs, \d+ search documents\.$/);
    expect(await contentOf(broken)).toEqual(await contentOf(whole));

    const [counts] =
      await whole.sql`select (select count(*)::int from needs where household_id is null) as "ofVillages",
      (select count(*)::int from needs where household_id is not null) as "ofHouseholds",
      (select count(distinct left(region_code, 2))::int from villages) as provinces,
      (select count(*)::int from households where state = 'active') as "onFile",
      (select count(*)::int from households where state = 'imported') as imported,
      (select count(*)::int from search_documents where noun = 'need') as found`;
    expect(counts).toMatchObject({ ofHouseholds: 6, onFile: 6, imported: 54 });
    expect(counts?.ofVillages).toBeGreaterThanOrEqual(40);
    expect(counts?.found).toBe(counts?.ofVillages + counts?.ofHouseholds);
    expect(counts?.provinces).toBeGreaterThan(8);
    const { services } = opened.at(-1) ?? open(whole);
    const search = { text: "饮水", regionPrefix: "", facets: {}, sort: "relevance", limit: 5, offset: 0 } as const;
    const hits = await services.search.search({ noun: "need", ...search, countFacets: [], countRegionDigits: 0 });
    expect(hits.total).toBeGreaterThan(0);
  }, 120_000);

  it("run once more it changes nothing, and other numbers are refused with one sentence", async () => {
    const before = await contentOf(broken);
    await fill(broken, new Date());
    expect(await contentOf(broken)).toEqual(before);
    await expect(fill(broken, new Date(), { villages: 41 })).rejects.toThrow(/is being filled with --villages 40/);
  });
});
