import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { defaultCrowd } from "#app/domain/needs/crowd.ts";
import { createStripeGateway } from "#app/payments/stripe-gateway.server.ts";
import { createDb, type DbConnection } from "#db/client.server.ts";
import { createHousehold, createNeed, createQualifiedCharity, createTestRegions } from "#db/seed/factories.server.ts";
import { bundled } from "#scripts/bundle-processes.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { answersOk } from "#scripts/parts.ts";
import { type OwnPostgres, startOwnPostgres } from "#tests/setup/own-postgres.ts";
import { type SmtpCatcher, startSmtpCatcher } from "#tests/stand-ins/smtp/start-smtp-catcher.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";
import { type Front, startFront } from "./front.ts";
import { type SupervisedProcess, supervise } from "./supervised-process.ts";

export const goalFen = 10_000n;
const templateName = "chaos_template";
const webhookSecret = "whsec_local_stand_in";
const stripeKey = "sk_test_local_stand_in";
/** A message that was not taken comes again quickly, and often enough to outlive every fault. */
const retryDelaysMs = [100, 200, 400, 800, ...Array.from({ length: 60 }, () => 1_000)];

/** What all runs share: a PostgreSQL with a migrated template. */
export type ChaosServer = { postgres: OwnPostgres; end: () => Promise<void> };

export async function startChaosServer(): Promise<ChaosServer> {
  const server = await startOwnPostgres();
  await asAdmin(server, (sql) => sql`create database ${sql(templateName)}`);
  await migrateDatabase(urlOf(server, templateName));
  const connection = createDb(urlOf(server, templateName));
  await createTestRegions(connection.db);
  await connection.close();
  // A database somebody is still connected to cannot be copied.
  await asAdmin(server, (sql) =>
    until(async () => (await sql`select 1 from pg_stat_activity where datname = ${templateName}`).length === 0, 10_000),
  );
  return { postgres: server, end: server.remove };
}

/** One run's own platform: a fresh database, need and charity, both stand-ins, the built site behind its front, the job process. */
export type Platform = {
  postgres: OwnPostgres;
  connection: DbConnection;
  need: { id: string; publicCode: string };
  charity: { charityId: string; stripeAccountId: string };
  stripe: StripeStandIn;
  payments: ReturnType<typeof createStripeGateway>;
  mail: SmtpCatcher;
  front: Front;
  sites: readonly SupervisedProcess[];
  worker: SupervisedProcess;
  /** The time at Stripe. */
  now: () => Date;
  /** Resolves when a site takes visitors. */
  siteReady: (index: number) => Promise<void>;
  /** Moves the clock of all processes and of Stripe. */
  setClockOffset: (milliseconds: number) => Promise<void>;
  /** Moves the clock of our processes only. */
  setOwnClockOffset: (milliseconds: number) => Promise<void>;
  end: () => Promise<void>;
};

export async function startPlatform(server: ChaosServer, options: { sites: 1 | 2 }): Promise<Platform> {
  const ends: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (let one = ends.pop(); one !== undefined; one = ends.pop()) await one();
  };
  const folder = await mkdtemp(join(tmpdir(), "jiedui-chaos-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const databaseName = `chaos_${Date.now()}`;
  await asAdmin(server.postgres, (sql) => sql`create database ${sql(databaseName)} template ${sql(templateName)}`);
  ends.push(() => asAdmin(server.postgres, (sql) => sql`drop database ${sql(databaseName)} with (force)`));
  const databaseUrl = urlOf(server.postgres, databaseName);
  const connection = createDb(databaseUrl, { applicationName: "chaos" });
  ends.push(connection.close);
  const { need, charity } = await createScene(connection);

  let stripeOffset = 0;
  const now = () => new Date(Date.now() + stripeOffset);
  const clockFile = join(folder, "clock-offset-ms");
  const front = await startFront(0);
  ends.push(front.close);
  const stripe = await startStripeStandIn({
    port: 0,
    webhookUrl: `${front.url}/webhooks/stripe`,
    webhookSecret,
    retryDelaysMs,
    deliveryTimeoutMs: 12_000,
    now,
  });
  ends.push(stripe.stop);
  const mail = await startSmtpCatcher({ port: 0, httpPort: 0 });
  ends.push(mail.stop);

  const env = {
    JIEDUI_MODE: "test",
    BASE_URL: front.url,
    DATABASE_URL: databaseUrl,
    FILES_DIR: join(folder, "files"),
    CLOCK_OFFSET_FILE: clockFile,
    RATE_LIMIT_FACTOR: "1000",
    STRIPE_SECRET_KEY: stripeKey,
    STRIPE_API_BASE: stripe.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    SMTP_URL: mail.smtpUrl,
  };
  const ports = [await findFreePort(), await findFreePort()].slice(0, options.sites);
  const sites = ports.map((port, index) =>
    supervise({
      name: `site ${index + 1}`,
      words: bundled("server"),
      env: { ...env, PORT: String(port) },
      logPath: join(folder, `site-${index + 1}.log`),
    }),
  );
  const worker = supervise({ name: "worker", words: bundled("worker"), env, logPath: join(folder, "worker.log") });
  ends.push(() => Promise.all([...sites, worker].map((one) => one.stop())));
  front.setTargets(ports);
  const siteReady = (index: number) => until(() => answersOk(`http://127.0.0.1:${ports[index]}/readyz`), 60_000);
  const setOwnClockOffset = (milliseconds: number) => writeFile(clockFile, String(milliseconds));
  const platform: Platform = {
    postgres: server.postgres,
    connection,
    need,
    charity,
    stripe,
    payments: createStripeGateway({ secretKey: stripeKey, webhookSecrets: [webhookSecret], apiBase: stripe.url }),
    mail,
    front,
    sites,
    worker,
    now,
    siteReady,
    setOwnClockOffset,
    setClockOffset: (milliseconds) => {
      stripeOffset = milliseconds;
      return setOwnClockOffset(milliseconds);
    },
    end,
  };
  try {
    await Promise.all(ports.map((_, index) => siteReady(index)));
  } catch (failure) {
    await end();
    throw failure;
  }
  return platform;
}

async function createScene({ db }: DbConnection): Promise<Pick<Platform, "need" | "charity">> {
  const charity = await createQualifiedCharity(db);
  const household = await createHousehold(db, { consentTo: ["publish_masked"] });
  // Alone in its village it would be recognised, and the job process would suspend its need (D4).
  for (let count = 1; count < defaultCrowd.value; count += 1) await createHousehold(db);
  const need = await createNeed(db, {
    goalFen,
    charityId: charity.charityId,
    filingId: charity.filingId,
    householdId: household.id,
    publicationMode: "public",
  });
  return { need, charity };
}

/** Asks every 20 ms until the answer is yes. @throws Error after the limit */
export async function until(check: () => Promise<boolean> | boolean, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${check}`);
    await wait(20);
  }
}

function urlOf(server: OwnPostgres, database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(server: OwnPostgres, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
