import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "#scripts/migrate.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the maintenance database of the server that holds the template. */
    adminUrl: string;
    templateName: string;
  }
}

/**
 * One PostgreSQL per run (its own, or the one of `TEST_DATABASE_URL`), with one migrated template that every test file copies.
 * @returns the function vitest calls at the end of the run
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const templateName = `jiedui_template_${process.pid}`;
  try {
    await recreateDatabase(server.adminUrl, templateName);
    const templateUrl = new URL(server.adminUrl);
    templateUrl.pathname = `/${templateName}`;
    await migrateDatabase(templateUrl.href);
  } catch (failure) {
    await server.stop();
    throw failure;
  }
  project.provide("adminUrl", server.adminUrl);
  project.provide("templateName", templateName);
  return async () => {
    if (server.isShared) await dropDatabase(server.adminUrl, templateName);
    await server.stop();
  };
}

type TestServer = { adminUrl: string; isShared: boolean; stop: () => Promise<void> };

async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") return { adminUrl: given, isShared: true, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "jiedui-test-"));
  await chmod(folder, 0o711);
  const server = await startPostgresServer({ folder, isDurable: false });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { adminUrl: server.urlOf("postgres"), isShared: false, stop };
}

async function recreateDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`drop database if exists ${sql(name)} with (force)`;
  } finally {
    await sql.end();
  }
}
