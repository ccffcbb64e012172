import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile, readVariable } from "#scripts/load-env-file.ts";

const databaseFolder = join(import.meta.dirname, "..", "db");
/** Any number will do, as long as every start uses the same: two starts at once must not migrate twice. */
const migrationLockKey = 4_207_001;

/**
 * Brings a database to the newest schema: the migrations of `db/migrations` that it lacks, then every function of `db/functions` in
 * file-name order (each file may run again). Safe to call from several processes at once.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${migrationLockKey})`;
    await migrate(drizzle(sql), { migrationsFolder: join(databaseFolder, "migrations") });
    for (const path of await listFunctionFiles()) {
      await sql.unsafe(await readFile(path, "utf8"));
    }
  } finally {
    // The lock belongs to the session and goes with it.
    await sql.end({ timeout: 5 });
  }
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
