import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile, readVariable } from "#scripts/load-env-file.ts";

const databaseFolder = join(import.meta.dirname, "..", "db");
const migrationsFolder = join(databaseFolder, "migrations");
/** Any number will do, as long as every start uses the same: two starts at once must not migrate twice. */
const migrationLockKey = 4_207_001;

/** How long one try waits for a table that the running site holds, and how many tries there are: a minute and a half in all. */
const lockWait = "2s";
const triesToApply = 45;
/** PostgreSQL's lock_not_available and deadlock_detected: somebody else goes first, the next try may have the locks. */
const heldByOthers = new Set(["55P03", "40P01"]);

/**
 * Brings a database to the newest schema: the migrations of `db/migrations` that it lacks, then the functions of `db/functions` in file-name
 * order (each file may run again). Safe to call from several processes at once, and beside a running site: all functions change in one
 * transaction, so that a payment meets either all the old rules or all the new ones, and not at all when the database has them already.
 * A build that is older than the database leaves its functions alone.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${migrationLockKey})`;
    await migrate(drizzle(sql), { migrationsFolder });
    const functions = await readFunctionFiles();
    const digest = createHash("sha256").update(functions.join("\0")).digest("hex");
    await sql`create table if not exists drizzle.applied_functions (digest text primary key, applied_at timestamptz not null)`;
    if ((await isNewerDatabase(sql)) || (await readAppliedDigest(sql)) === digest) return;
    await applyFunctions(sql, functions, digest);
  } finally {
    // The lock belongs to the session and goes with it.
    await sql.end({ timeout: 5 });
  }
}

async function applyFunctions(
  sql: postgres.Sql,
  functions: readonly string[],
  digest: string,
  triesLeft = triesToApply,
): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(`set local lock_timeout = '${lockWait}'`);
      for (const text of functions) await tx.unsafe(text);
      await tx`insert into drizzle.applied_functions (digest, applied_at) values (${digest}, clock_timestamp())
        on conflict (digest) do update set applied_at = excluded.applied_at`;
    });
  } catch (error) {
    const isHeld = error instanceof postgres.PostgresError && heldByOthers.has(error.code);
    if (!isHeld || triesLeft <= 1) throw error;
    await applyFunctions(sql, functions, digest, triesLeft - 1);
  }
}

async function readAppliedDigest(sql: postgres.Sql): Promise<string | undefined> {
  const [last] = await sql<
    { digest: string }[]
  >`select digest from drizzle.applied_functions order by applied_at desc limit 1`;
  return last?.digest;
}

/** Whether a newer build has migrated this database: a process of the old one that starts again must not bring the old functions back. */
async function isNewerDatabase(sql: postgres.Sql): Promise<boolean> {
  const own = Math.max(...readMigrationFiles({ migrationsFolder }).map((migration) => migration.folderMillis));
  const [newest] = await sql<
    { at: string | null }[]
  >`select max(created_at)::text as at from drizzle.__drizzle_migrations`;
  return Number(newest?.at ?? 0) > own;
}

async function readFunctionFiles(): Promise<string[]> {
  return Promise.all((await listFunctionFiles()).map((path) => readFile(path, "utf8")));
}

async function listFunctionFiles(): Promise<string[]> {
  const folder = join(databaseFolder, "functions");
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => join(folder, name));
}

async function main(): Promise<void> {
  loadEnvFile();
  const url = readVariable("DATABASE_URL");
  if (url === undefined) throw new ClearError("Set DATABASE_URL to the database that is to be migrated.");
  await migrateDatabase(url);
  console.log("The database has the newest schema.");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}
