import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Bulk, openBulk } from "#db/bulk.server.ts";
import { createDb } from "#db/client.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { projectFolder, typescript } from "#scripts/parts.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import { runRegionsImport } from "#scripts/regions-import.ts";
import { generateRegister, provinceRegister } from "#scripts/register-generate.ts";
import type { Running } from "#scripts/running.ts";
import { type Figure, medianOf } from "./compare.ts";

export type ImportingOptions = { households: number; rounds: number };

/** Of a file with so many times fewer households the peak memory is measured too: it must not grow with the file. */
const smallerBy = 4;

const tables = ["households", "household_members"] as const;
/** Long COPYs: what each costs to begin must not count. */
const rowsPerPage = 100_000;

/**
 * `import.rows`: households and persons on file per second by `npm run import` (a process of its own: reading, every check, sealing, blind
 * indexes, staging, writing with all constraints), against a bare COPY of the very rows it wrote into tables without key, index or rule. The
 * same PostgreSQL, its data flushed to disk, in turn. p50, p95 and p99 are the seconds of our rounds in ms; the peak memory of the process is
 * printed, for this file and for one of a quarter.
 */
export async function measureImporting(
  running: Running,
  { households, rounds }: ImportingOptions,
): Promise<Record<"import.rows", Figure>> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-import-"));
  await chmod(folder, 0o711);
  running.add(() => rm(folder, { recursive: true, force: true }));
  const server = await startPostgresServer({ folder, isDurable: true });
  running.add(server.stop);
  const admin = postgres(server.urlOf("postgres"), { max: 1, onnotice: () => {} });
  running.add(() => admin.end());
  await admin`create database prepared`;
  await migrateDatabase(server.urlOf("prepared"));
  const villageCodes = await prepareRegions(server.urlOf("prepared"));
  const persons = Math.round((households * provinceRegister.persons) / provinceRegister.households);
  const path = join(folder, "register.csv");
  await generateRegister({ path, households, persons, villageCodes });
  const small = { households: Math.ceil(households / smallerBy), persons: Math.ceil(persons / smallerBy) };
  const smallPath = join(folder, "small.csv");
  await generateRegister({ path: smallPath, ...small, villageCodes });
  await admin`create database jiedui template prepared`;
  const { peakMegabytes } = await importOnce(smallPath, server.urlOf("jiedui"), small);
  await admin`drop database jiedui with (force)`;
  const peaks: number[] = [];
  const seconds: number[] = [];
  const bareSeconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await admin`create database jiedui template prepared`;
    const url = server.urlOf("jiedui");
    const imported = await importOnce(path, url, { households, persons });
    seconds.push(imported.seconds);
    peaks.push(imported.peakMegabytes);
    const bulk = openBulk(url, { applicationName: "jiedui-bench" });
    bareSeconds.push(await copyBare(bulk));
    await bulk.end();
    await admin`drop database jiedui with (force)`;
  }
  console.error(
    `  import.rows: peak memory ${peakMegabytes} MB for ${small.persons} persons, ${Math.max(...peaks)} MB for ${persons}`,
  );
  const rows = households + persons;
  const value = rows / medianOf(seconds);
  const baseline = rows / medianOf(bareSeconds);
  const ms = [...seconds].sort((a, b) => a - b).map((one) => Math.round(one * 1000));
  return {
    "import.rows": {
      ratio: Number((value / baseline).toFixed(3)),
      value: Math.round(value),
      baseline: Math.round(baseline),
      unit: "rows/s",
      p50: ms[Math.floor(ms.length / 2)] ?? 0,
      p95: ms.at(-1) ?? 0,
      p99: ms.at(-1) ?? 0,
    },
  };
}

async function prepareRegions(url: string): Promise<string[]> {
  const connection = createDb(url, { max: 2 });
  const bulk = openBulk(url, { applicationName: "jiedui-bench-regions" });
  try {
    await runRegionsImport(connection.db, { print: () => {} });
    const rows = await bulk.run("select code from regions where level = 'village' and code like '51%' order by code");
    return rows.map(({ code }) => String(code));
  } finally {
    await bulk.end();
    await connection.close();
  }
}

async function importOnce(
  path: string,
  url: string,
  expected: { households: number; persons: number },
): Promise<{ seconds: number; peakMegabytes: number }> {
  const [command = "", ...words] = [
    process.execPath,
    ...typescript("scripts/import.ts"),
    path,
    "--region",
    "51",
    "--yes",
  ];
  const env = { ...process.env, DATABASE_URL: url, JIEDUI_MODE: "test" };
  const child = spawn(command, words, { cwd: projectFolder, env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const written =
    /Written: (\d+) households, (\d+) persons in ([\d.]+) s \(checked in ([\d.]+) s\); peak memory (\d+) MB/.exec(
      output,
    );
  if (code !== 0 || written === null) throw new Error(`the import failed:\n${output}`);
  if (Number(written[1]) !== expected.households || Number(written[2]) !== expected.persons) {
    throw new Error(`not all rows were written:\n${output}`);
  }
  console.error(`  import.rows: checked in ${written[4]} s, all in ${written[3]} s, peak memory ${written[5]} MB`);
  return { seconds: Number(written[3]), peakMegabytes: Number(written[5]) };
}

/**
 * Reads the finished rows out page by page as lines of COPY's own format, then times how long the server takes to read them in again, nothing
 * else. Generated rows hold no character that the format would escape.
 */
async function copyBare(bulk: Bulk): Promise<number> {
  let seconds = 0;
  for (const table of tables) {
    await bulk.run(`create table bare_${table} as table ${table} with no data`);
    const columns = await bulk.run(
      "select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position",
      [table],
    );
    const names = columns.map(({ name }) => String(name));
    const line = `array_to_string(array[${names.map((name) => `"${name}"::text`).join(", ")}], E'\\t', E'\\\\N') || E'\\n'`;
    let last = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows = await bulk.run(
        `select id::text, ${line} as line from ${table} where id > $1::text::uuid order by id limit ${rowsPerPage}`,
        [last],
      );
      if (rows.length === 0) break;
      last = String(rows.at(-1)?.id);
      const text = rows.map((row) => String(row.line)).join("");
      const startedAt = performance.now();
      const stream = await bulk.copy(`bare_${table}`, names);
      await stream.write(text);
      await stream.end();
      seconds += (performance.now() - startedAt) / 1000;
    }
  }
  await checkSame(bulk);
  return seconds;
}

/** @throws Error unless the bare tables hold as many rows: a COPY that lost some would be a cheap baseline */
async function checkSame(bulk: Bulk): Promise<void> {
  for (const table of tables) {
    const [row] = await bulk.run(
      `select (select count(*) from ${table})::int as ours, (select count(*) from bare_${table})::int as bare`,
    );
    if (row?.ours !== row?.bare) throw new Error(`${table}: ${row?.ours} rows, ${row?.bare} copied`);
  }
}
