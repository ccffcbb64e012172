import { execFileSync } from "node:child_process";
import { appendFile, chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "#app/env.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { createDb } from "#db/client.server.ts";
import { createNeed, createTestRegions } from "#db/seed/factories.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { type PostgresServer, startPostgresServer } from "#scripts/postgres-server.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/** A primary and a streaming replica of our own: a copy of the primary's folder that was made while it stood still. */
describe("reads of public pages from a replica", () => {
  let folder: string;
  let primary: PostgresServer;
  let replica: PostgresServer;
  let owner: postgres.Sql;
  let standby: postgres.Sql;
  let services: Services;
  let site: TestSite;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jiedui-replica-"));
    await chmod(folder, 0o711);
    const primaryFolder = join(folder, "primary");
    const replicaFolder = join(folder, "replica");
    const first = await startPostgresServer({ folder: primaryFolder, isDurable: false });
    await migrateDatabase(first.urlOf("postgres"));
    await first.stop();
    // With owners: PostgreSQL may run under another account than we do.
    execFileSync("cp", ["-a", primaryFolder, replicaFolder]);
    primary = await startPostgresServer({ folder: primaryFolder, isDurable: false });
    const address = new URL(primary.urlOf("postgres"));
    const signal = join(replicaFolder, "postgres", "standby.signal");
    await writeFile(signal, "");
    await chmod(signal, 0o666);
    await appendFile(
      join(replicaFolder, "postgres", "postgresql.auto.conf"),
      `primary_conninfo = 'host=127.0.0.1 port=${address.port} user=${address.username} password=${address.password}'\n`,
    );
    replica = await startPostgresServer({ folder: replicaFolder, isDurable: false });
    owner = postgres(primary.urlOf("postgres"), { max: 2, onnotice: () => {} });
    standby = postgres(replica.urlOf("postgres"), { max: 1, onnotice: () => {} });
    const env = { DATABASE_REPLICA_URLS: replica.urlOf("postgres"), REPLICA_MAX_LAG_MS: "2000" };
    site = await startSite({ url: primary.urlOf("postgres") }, { env, hasPageCache: true });
    services = site.services;
    const asOwner = createDb(primary.urlOf("postgres"), { max: 1 });
    await createTestRegions(asOwner.db);
    await asOwner.close();
  }, 240_000);

  afterAll(async () => {
    await site?.close();
    await Promise.all([owner?.end(), standby?.end({ timeout: 1 })]);
    await replica?.stop("immediate");
    await primary?.stop("immediate");
    await rm(folder, { recursive: true, force: true });
  });

  const figure = async (name: string) => {
    const text = services.metrics.text();
    return Number(text.match(new RegExp(`^${name}\\{replica="1"\\} (.+)$`, "m"))?.[1] ?? Number.NaN);
  };
  const isInUse = async () => (await figure("jiedui_replica_in_use")) === 1;
  async function until(what: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + 20_000; !(await what()); await wait(20))
      if (Date.now() > deadline) throw new Error("it did not come about");
  }
  const whereAsked = async () => {
    const [row] =
      (await services.publicReads?.db.execute<{ is: boolean }>(sql`select pg_is_in_recovery() as is`)) ?? [];
    return row?.is === true ? "replica" : "primary";
  };

  it("a page for everybody is read from the replica once it has caught up; who is signed in and every write go to the primary", async () => {
    await until(isInUse);
    expect(await whereAsked()).toBe("replica");
    const [main] = await services.db.execute<{ is: boolean }>(sql`select pg_is_in_recovery() as is`);
    expect(main?.is).toBe(false);
    const before = await figure("jiedui_replica_reads_total");
    expect((await site.request("/needs")).status).toBe(200);
    expect(await figure("jiedui_replica_reads_total")).toBeGreaterThan(before);
  });

  it("a change is on the page at once although the replica lags: it is left out until it has the change", async () => {
    await until(isInUse);
    await standby`select pg_wal_replay_pause()`;
    const { publicCode, id } = await createNeed(services.db, { title: "步栏村新修的水塔" });
    // What every recorded event does.
    const event = (kind: string) => owner`insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      values (${kind}, ${owner.json({ needId: id })}, now(), now())`;
    await event("need.changed");
    await until(async () => !(await isInUse()));
    const page = await site.request(`/needs/${publicCode}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("步栏村新修的水塔");
    expect(await whereAsked()).toBe("primary");
    await standby`select pg_wal_replay_resume()`;
    await until(isInUse);
    expect(await whereAsked()).toBe("replica");
  });

  it("one that falls behind without any news is left out beyond the bound", async () => {
    await until(isInUse);
    await standby`select pg_wal_replay_pause()`;
    await owner`create table if not exists some_work (at timestamptz)`;
    await until(async () => {
      await owner`insert into some_work values (now())`;
      return !(await isInUse());
    });
    await standby`select pg_wal_replay_resume()`;
    await until(isInUse);
  });

  it("one that dies between two pages costs no visitor an error, and its site goes on with the primary", async () => {
    await until(isInUse);
    await replica.stop("immediate");
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        site.request(index % 2 === 0 ? `/needs?page=${index + 1}` : `/villages?page=${index + 1}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    await until(async () => !(await isInUse()));
    expect(await whereAsked()).toBe("primary");
  });

  it("without the setting there are none", async () => {
    const alone = createServices(readEnv({ JIEDUI_MODE: "test", DATABASE_URL: primary.urlOf("postgres") }));
    expect(alone.publicReads).toBeNull();
    await alone.close();
  });
});
