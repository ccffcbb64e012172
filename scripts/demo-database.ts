import { rm } from "node:fs/promises";
import postgres from "postgres";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import type { Running } from "#scripts/running.ts";

const databaseName = "jiedui";

/**
 * Gives the demo its database: the one of DATABASE_URL, or a PostgreSQL of our own below the demo's folder.
 * @param reset null keeps the data; otherwise what stood after `--reset`
 * @returns its address
 * @throws ClearError when it cannot be reached, or must not be reset
 */
export async function openDemoDatabase(
  options: { givenUrl: string | undefined; folder: string; reset: string | null },
  running: Running,
): Promise<string> {
  if (options.givenUrl !== undefined) {
    await checkReachable(options.givenUrl);
    if (options.reset !== null) await emptyGivenDatabase(options.givenUrl, options.reset);
    return options.givenUrl;
  }
  const server = await startPostgresServer({ folder: options.folder, isDurable: true });
  running.add(server.stop);
  void server.ended.then(({ wasAsked }) => {
    if (!wasAsked) void running.finish(1, "PostgreSQL ended by itself.");
  });
  await createWhenMissing(server.urlOf("postgres"));
  return server.urlOf(databaseName);
}

/** Removes our own folder of the demo, and nothing else. */
export async function removeDemoFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (failure) {
    throw new ClearError(
      `Cannot remove ${folder} (${describeCode(failure)}): give this user the right to, or remove it yourself.`,
    );
  }
}

function describeCode(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "unknown reason";
}

async function withConnection<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function createWhenMissing(adminUrl: string): Promise<void> {
  await withConnection(adminUrl, async (sql) => {
    const found = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (found.length === 0) await sql`create database ${sql(databaseName)}`;
  });
}

async function checkReachable(url: string): Promise<void> {
  try {
    await withConnection(url, (sql) => sql`select 1`);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : describeFailure(failure);
    throw new ClearError(`The database of DATABASE_URL cannot be reached (${why}): start it, or unset DATABASE_URL.`);
  }
}

/** A database that is not ours is emptied only when its name is spelled out, so that no word too many destroys somebody's work. */
async function emptyGivenDatabase(url: string, word: string): Promise<void> {
  await withConnection(url, async (sql) => {
    const [row] = await sql<{ name: string }[]>`select current_database() as name`;
    if (row === undefined || word !== row.name) {
      throw new ClearError(
        `DATABASE_URL is set, and a reset deletes every table of the database ${row?.name}: say so with --reset=${row?.name}.`,
      );
    }
    await sql`drop schema if exists drizzle cascade`;
    await sql`drop schema if exists public cascade`;
    await sql`create schema public`;
  });
}
