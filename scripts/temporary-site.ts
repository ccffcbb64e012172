import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import type { Running } from "#scripts/running.ts";
import { seedDatabase } from "#scripts/seed.ts";
import { type SiteAddresses, startAnotherSite, startSiteParts } from "#scripts/site-parts.ts";

/**
 * The whole platform on free ports with nothing to keep: a seeded PostgreSQL, the stand-ins, the job process and the built site. Its folder
 * goes when `running` ends. `startAnother` starts one more site process beside it, on the same database, and returns its address.
 */
export async function startTemporarySite(
  running: Running,
): Promise<SiteAddresses & { databaseUrl: string; startAnother: () => Promise<string> }> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-site-"));
  // PostgreSQL may run under another account and must be able to pass.
  await chmod(folder, 0o711);
  running.add(() => rm(folder, { recursive: true, force: true }));
  await buildSiteWhenChanged(running);
  const server = await startPostgresServer({ folder, isDurable: false });
  running.add(server.stop);
  const databaseUrl = server.urlOf("jiedui");
  await createDatabase(server.urlOf("postgres"));
  await migrateDatabase(databaseUrl);
  await seedDatabase({ databaseUrl, filesFolder: join(folder, "files"), progress: () => {} });
  const ports = {
    site: await findFreePort(),
    stripe: await findFreePort(),
    mail: await findFreePort(),
    mailPage: await findFreePort(),
  };
  const given = { stripeSecretKey: undefined, smtpUrl: undefined };
  const options = { mode: "test", databaseUrl, ports, host: "127.0.0.1", baseUrl: null, folder, given } as const;
  const addresses = await startSiteParts(options, running);
  return { ...addresses, databaseUrl, startAnother: () => startAnotherSite(options, running) };
}

async function createDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`create database jiedui`;
  } finally {
    await sql.end();
  }
}
