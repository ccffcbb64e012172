import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { readEnv } from "#app/env.server.ts";
import { type Job, runJobs, runLongJobs } from "#app/jobs/run-jobs.server.ts";
import { holdSingleFlight } from "#app/jobs/single-flight.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
const opened: Services[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await Promise.all(opened.map((services) => services.close()));
  await database.drop();
});

function openServices(env: Record<string, string> = {}): Services {
  const services = createServices(readEnv({ JIEDUI_MODE: "test", DATABASE_URL: database.url, ...env }));
  opened.push(services);
  return services;
}

async function waitFor(check: () => Promise<boolean> | boolean, limitMs = 10_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
const openEvents = async () =>
  Number((await database.sql`select count(*) as n from outbox_events where processed_at is null`)[0]?.n);

describe("the job loop", () => {
  it("C8: of five copies one works; when it loses its lock it stops, and one works again", async () => {
    const lock = 991;
    const stopping = new AbortController();
    let working = 0;
    let most = 0;
    let turns = 0;
    const copies = Array.from({ length: 5 }, () =>
      holdSingleFlight(openServices().openSession, lock, stopping.signal, async (signal) => {
        working += 1;
        turns += 1;
        most = Math.max(most, working);
        await untilAborted(signal);
        working -= 1;
      }),
    );
    await waitFor(() => working === 1);
    for (const turn of [2, 3]) {
      await database.sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = ${lock} and granted`;
      await waitFor(() => turns === turn && working === 1);
    }
    stopping.abort();
    await Promise.all(copies);
    expect([most, working]).toEqual([1, 0]);
  });

  it("C8: what JOBS_OFF names does not run, and a job that fails holds up no other", async () => {
    const counts = new Map<string, number>();
    const count = (name: string, fails: boolean): Job => ({
      name,
      everyMs: 0,
      run: async () => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (fails) throw new Error("a job's own failure");
        return 1;
      },
    });
    const jobs = [count("first", false), count("failing", true), count("last", false)];
    const run = async (env: Record<string, string>, until: () => Promise<boolean> | boolean) => {
      counts.clear();
      const stopping = new AbortController();
      const running = runJobs(openServices(env), stopping.signal, jobs);
      await waitFor(until);
      stopping.abort();
      await running;
    };
    await run({ JOBS_OFF: "first" }, () => (counts.get("last") ?? 0) >= 3);
    expect([counts.get("first"), counts.get("failing")]).toEqual([undefined, 1]);
    const isLockTaken = async () => {
      const rows = await database.sql`select 1 from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and datname = current_database()`;
      return rows.length > 0;
    };
    await run({ JOBS_OFF: "all" }, isLockTaken);
    expect(counts.size).toBe(0);
  });

  it("C8: a switch for a job of the other loop is no slip of the pen", async () => {
    const stopping = new AbortController();
    const off = openServices({ JOBS_OFF: "reconciliation,outbox,all" });
    const both = Promise.all([runJobs(off, stopping.signal), runLongJobs(off, stopping.signal)]);
    stopping.abort();
    await both;
  });

  it("C8: a switch for a job that does not exist is refused", async () => {
    const running = runJobs(openServices({ JOBS_OFF: "mial" }), new AbortController().signal);
    await expect(running).rejects.toThrow("JOBS_OFF names no job: mial");
  });

  it("H1: sessions ended at random do not end the loop", async () => {
    const stopping = new AbortController();
    const running = runJobs(openServices(), stopping.signal);
    for (let times = 0; times < 5; times += 1) {
      await recordEvents(database.db, new Date(), { kind: "ledger.changed" });
      await waitFor(async () => (await openEvents()) === 0);
      await database.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name like 'jiedui-site%'`);
    }
    await recordEvents(database.db, new Date(), { kind: "ledger.changed" });
    await waitFor(async () => (await openEvents()) === 0);
    stopping.abort();
    await running;
  });
});
