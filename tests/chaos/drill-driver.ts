/**
 * Transactions and statements while PostgreSQL is restarted and its sessions are ended: once through `createDb`, once through the bare
 * driver, for the figures of README's list of decisions. `tsx tests/chaos/drill-driver.ts [ours|bare]` prints one JSON line each.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { createDb, type Db } from "#db/client.server.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";

type Drill = { db: Db; close: () => Promise<void> };

const drivers: Readonly<Record<string, (url: string) => Drill>> = {
  ours: (url) => createDb(url),
  bare: (url) => {
    const options = { max: 10, max_pipeline: 1_000_000, connect_timeout: 5, onnotice: () => {} };
    const client = postgres(url, options);
    return { db: drizzle(client, { casing: "snake_case" }), close: () => client.end({ timeout: 1 }) };
  },
};

const workers = 20;
const phaseMs = 6_000;

async function drill(name: string, open: (url: string) => Drill): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-drill-"));
  await chmod(folder, 0o711);
  let server = await startPostgresServer({ folder, isDurable: true });
  const url = server.urlOf("postgres");
  const admin = () => postgres(url, { max: 1, onnotice: () => {} });
  const prepare = admin();
  await prepare`create table pairs (ref text not null, side int not null, primary key (ref, side))`;
  await prepare.end();

  let uncaught = 0;
  const countUncaught = () => {
    uncaught += 1;
  };
  for (const bug of ["uncaughtException", "unhandledRejection"] as const) process.on(bug, countUncaught);

  const { db, close } = open(url);
  const acknowledged: string[] = [];
  const endOfPhase: number[] = [];
  let isOver = false;
  let failures = 0;
  const load = Array.from({ length: workers }, async (_, worker) => {
    for (let round = 0; !isOver; round += 1) {
      const ref = `${worker}-${round}`;
      try {
        await db.transaction(async (tx) => {
          await tx.execute(sql`insert into pairs values (${ref}, 1)`);
          if (round % 5 === 0) await wait(1);
          await tx.execute(sql`insert into pairs values (${ref}, -1)`);
        });
        acknowledged.push(ref);
      } catch {
        failures += 1;
        await wait(10);
      }
    }
  });

  await wait(1_000);
  for (const how of ["fast", "immediate"] as const) {
    await server.stop(how);
    server = await startPostgresServer({ folder, isDurable: true, port: server.port });
    const before = acknowledged.length;
    await wait(phaseMs);
    endOfPhase.push(acknowledged.length - before);
  }
  const killer = admin();
  for (const end = Date.now() + phaseMs; Date.now() < end; await wait(150 + Math.random() * 150)) {
    await killer`select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and backend_type = 'client backend' order by random() limit 2`;
  }
  await killer.end();
  const before = acknowledged.length;
  await wait(phaseMs);
  endOfPhase.push(acknowledged.length - before);

  isOver = true;
  await Promise.race([Promise.all(load), wait(12_000)]);
  const check = admin();
  const [halves] =
    await check`select count(*)::int as n from (select ref from pairs group by ref having count(*) <> 2) halves`;
  const present = new Set((await check`select distinct ref from pairs`).map((row) => String(row.ref)));
  const [open_] = await check`select count(*)::int as n from pg_stat_activity where state like 'idle in transaction%'`;
  await check.end();
  const probes = await Promise.all(
    Array.from({ length: 10 }, () =>
      Promise.race([
        db.execute(sql`select pg_sleep(0.05)`).then(
          () => true,
          () => false,
        ),
        wait(4_000).then(() => false),
      ]),
    ),
  );
  await Promise.race([close(), wait(3_000)]);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  const [afterFast, afterImmediate, afterKills] = endOfPhase;
  return {
    driver: name,
    successesIn6s: { afterFast, afterImmediate, afterKills },
    failures,
    uncaught,
    halfWritten: halves?.n,
    acknowledgedMissing: acknowledged.filter((ref) => !present.has(ref)).length,
    idleInTransaction: open_?.n,
    deadProbes: probes.filter((isAlive) => !isAlive).length,
  };
}

const wanted = process.argv.slice(2);
for (const [name, open] of Object.entries(drivers)) {
  if (wanted.length === 0 || wanted.includes(name)) console.log(JSON.stringify(await drill(name, open)));
}
process.exit(0);
