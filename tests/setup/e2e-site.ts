import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import { createRunning } from "#scripts/running.ts";
import { seedDatabase } from "#scripts/seed.ts";
import { startSiteParts } from "#scripts/site-parts.ts";

/**
 * The whole platform for the browser tests: a seeded PostgreSQL, the stand-ins, the job process and the built site, on free ports. The
 * addresses are told in the environment; `tests/setup/e2e.ts` reads them.
 * @returns the function Playwright calls at the end of the run
 */
export default async function setup(): Promise<() => Promise<void>> {
  const running = createRunning("Ending the browser tests ...", 130);
  const folder = await mkdtemp(join(tmpdir(), "jiedui-e2e-"));
  // PostgreSQL may run under another account and must be able to pass.
  await chmod(folder, 0o711);
  running.add(() => rm(folder, { recursive: true, force: true }));
  try {
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
    const addresses = await startSiteParts(
      {
        mode: "test",
        databaseUrl,
        ports,
        host: "127.0.0.1",
        baseUrl: null,
        folder,
        given: { stripeSecretKey: undefined, smtpUrl: undefined },
      },
      running,
    );
    process.env.E2E_SITE_URL = addresses.site;
    process.env.E2E_STRIPE_URL = addresses.stripe ?? "";
    process.env.E2E_MAIL_URL = addresses.mailPage ?? "";
    process.env.E2E_DATABASE_URL = databaseUrl;
    process.env.E2E_CLOCK_OFFSET_FILE = addresses.clockOffsetFile;
  } catch (failure) {
    await running.endAll();
    throw failure;
  }
  return () => running.endAll();
}

async function createDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`create database jiedui`;
  } finally {
    await sql.end();
  }
}
