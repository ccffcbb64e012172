import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDb, type DbConnection, type Tx } from "#db/client.server.ts";
import { isDatabaseTrouble, OutsideTransaction, sqlStateOf } from "#db/database-trouble.ts";
import { type OwnPostgres, startOwnPostgres } from "#tests/setup/own-postgres.ts";

let server: OwnPostgres;
let connection: DbConnection;

beforeAll(async () => {
  server = await startOwnPostgres();
  connection = createDb(server.url, { max: 4 });
  await connection.db.execute(sql`create table pairs (ref text not null, side int not null, primary key (ref, side))`);
}, 60_000);

beforeEach(async () => {
  await connection.db.execute(sql`truncate pairs`);
});

afterAll(async () => {
  await connection.close();
  await server.remove();
});

const insert = (to: Pick<Tx, "execute">, ref: string, side: number) =>
  to.execute(sql`insert into pairs values (${ref}, ${side})`);
const refs = async () =>
  (await connection.db.execute(sql`select ref, count(*)::int as n from pairs group by ref order by ref`)).map((row) => [
    row.ref,
    row.n,
  ]);
const refused = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("was not refused");
    },
    (error: unknown) => error,
  );

/** Pairs, two statements each, from several sides at once, until told to stop. What was acknowledged must be there, whole. */
function startLoad() {
  const acknowledged: string[] = [];
  const unexpected: unknown[] = [];
  let isOver = false;
  const running = Array.from({ length: 8 }, async (_, worker) => {
    for (let round = 0; !isOver; round += 1) {
      const ref = `${worker}-${round}`;
      try {
        await connection.db.transaction(async (tx) => {
          await insert(tx, ref, 1);
          await insert(tx, ref, -1);
        });
        acknowledged.push(ref);
      } catch (error) {
        if (!isDatabaseTrouble(error)) unexpected.push(error);
        await wait(5);
      }
    }
  });
  const end = async () => {
    isOver = true;
    await Promise.all(running);
  };
  return { acknowledged, unexpected, end };
}

async function waitForMore(list: readonly unknown[], count: number, limitMs: number): Promise<void> {
  const [wanted, deadline] = [list.length + count, Date.now() + limitMs];
  while (list.length < wanted) {
    if (Date.now() > deadline) throw new Error(`no ${count} more within ${limitMs} ms`);
    await wait(10);
  }
}

async function expectWhole(acknowledged: readonly string[]): Promise<void> {
  const rows = await refs();
  expect(rows.filter(([, count]) => count !== 2)).toEqual([]);
  const present = new Set(rows.map(([ref]) => ref));
  expect(acknowledged.filter((ref) => !present.has(ref))).toEqual([]);
}

describe("the database goes away under load", () => {
  it.each(["fast", "immediate"] as const)(
    "H1: stopped %s and started: work goes on within 5 s, nothing is half written",
    async (how) => {
      const load = startLoad();
      await waitForMore(load.acknowledged, 50, 5_000);
      await server.stop(how);
      await server.start();
      await waitForMore(load.acknowledged, 50, 5_000);
      await load.end();
      expect(load.unexpected).toEqual([]);
      await expectWhole(load.acknowledged);
    },
    30_000,
  );

  it("H1: sessions ended one after the other: work goes on, nothing is half written", async () => {
    const load = startLoad();
    const killer = createDb(server.url, { max: 1, applicationName: "killer" });
    for (let times = 0; times < 15; times += 1) {
      await waitForMore(load.acknowledged, 5, 5_000);
      await killer.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'jiedui' order by random() limit 2`);
    }
    await waitForMore(load.acknowledged, 50, 5_000);
    await load.end();
    await killer.close();
    expect(load.unexpected).toEqual([]);
    await expectWhole(load.acknowledged);
  }, 30_000);

  it("H1: a transaction that waits for something else learns at once that its session ended", async () => {
    const error = await refused(
      connection.db.transaction(async (tx) => {
        const [row] = await tx.execute(sql`select pg_backend_pid() as pid`);
        await connection.db.execute(sql`select pg_terminate_backend(${Number(row?.pid)})`);
        await new Promise(() => {});
      }),
    );
    expect(isDatabaseTrouble(error)).toBe(true);
  });
});

describe("transactions", () => {
  it("a statement sent after its transaction is refused and does not run", async () => {
    let leaked: Tx | undefined;
    await connection.db.transaction(async (tx) => {
      leaked = tx;
      await insert(tx, "inside", 1);
    });
    if (leaked === undefined) throw new Error("no transaction");
    const error = await refused(insert(leaked, "outside", 1));
    expect(error instanceof Error && error.cause).toBeInstanceOf(OutsideTransaction);
    expect(await refs()).toEqual([["inside", 1]]);
  });

  it("a statement nobody waited for is part of its transaction", async () => {
    await connection.db.transaction(async (tx) => {
      void insert(tx, "unawaited", 1).execute();
    });
    expect(await refs()).toEqual([["unawaited", 1]]);
  });

  it("a failed statement undoes the transaction, also when its error is swallowed", async () => {
    await refused(
      connection.db.transaction(async (tx) => {
        await insert(tx, "before", 1);
        await tx.execute(sql`select 1/0`).catch(() => {});
      }),
    );
    expect(await refs()).toEqual([]);
  });

  it("an inner transaction is undone alone", async () => {
    await connection.db.transaction(async (tx) => {
      await insert(tx, "outer", 1);
      await refused(
        tx.transaction(async (inner) => {
          await insert(inner, "inner", 1);
          throw new Error("undo");
        }),
      );
      await tx.transaction((inner) => insert(inner, "second", 1));
    });
    expect(await refs()).toEqual([
      ["outer", 1],
      ["second", 1],
    ]);
  });

  it("C7: two that lock the same rows in opposite order both succeed: the victim is tried again", async () => {
    await insert(connection.db, "a", 0);
    await insert(connection.db, "b", 0);
    let tries = 0;
    const lock = (tx: Tx, ref: string) => tx.execute(sql`select 1 from pairs where ref = ${ref} for update`);
    const run = (first: string, second: string) =>
      connection.db.transaction(async (tx) => {
        tries += 1;
        await tx.execute(sql`set local deadlock_timeout = '50ms'`);
        await lock(tx, first);
        // Both hold their first row before either asks for its second.
        if (tries <= 2) await wait(100);
        await lock(tx, second);
      });
    await Promise.all([run("a", "b"), run("b", "a")]);
    expect(tries).toBe(3);
  });

  it("C7: what conflicts every time is given up after five tries", async () => {
    let tries = 0;
    const error = await refused(
      connection.db.transaction(async (tx) => {
        tries += 1;
        await tx.execute(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
      }),
    );
    expect([tries, sqlStateOf(error)]).toEqual([5, "40001"]);
  });
});

describe("values", () => {
  it("arrays go in and come back as arrays", async () => {
    const words = ["a", 'quote "', "comma, {brace}", "back\\slash", ""];
    const [row] =
      await connection.db.execute(sql`select ${sql.param(words)}::text[] as words, array[1, 2, null] as numbers,
      array[true, false] as flags, array[array['x', 'y']] as nested, '{}'::text[] as none, null::text[] as missing`);
    expect(row).toEqual({
      words,
      numbers: [1, 2, null],
      flags: [true, false],
      nested: [["x", "y"]],
      none: [],
      missing: null,
    });
  });
});

describe("plans", () => {
  it("a pool that keeps plans has one per statement, others none", async () => {
    for (const keepsPlans of [true, false]) {
      const one = createDb(server.url, { max: 1, keepsPlans });
      for (const number of [1, 2, 3]) await one.db.execute(sql`select ${number}::int as number`);
      const plans = await one.db.execute(sql`select from pg_prepared_statements where statement like '%as number'`);
      expect(plans).toHaveLength(keepsPlans ? 1 : 0);
      await one.close();
    }
  });
});

describe("limits of time", () => {
  it("H4: a statement ends after 5 s, a wait for a lock after 2 s, as trouble that passes", async () => {
    await insert(connection.db, "held", 1);
    const slow = refused(connection.db.execute(sql`select pg_sleep(20)`));
    const blocked = connection.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from pairs for update`);
      return refused(connection.db.execute(sql`update pairs set side = 2`));
    });
    const errors = await Promise.all([slow, blocked]);
    expect(errors.map(sqlStateOf)).toEqual(["57014", "55P03"]);
    expect(errors.every(isDatabaseTrouble)).toBe(true);
  });

  it("H4: nobody waits longer than 3 s for a connection, and the pool is whole afterwards", async () => {
    const sleepers = Array.from({ length: 4 }, () => connection.db.execute(sql`select pg_sleep(4)`).execute());
    const startedAt = Date.now();
    const error = await refused(connection.db.execute(sql`select 1`));
    expect(isDatabaseTrouble(error)).toBe(true);
    expect(Date.now() - startedAt).toBeLessThan(3_500);
    await Promise.all(sleepers);
    expect(await connection.db.execute(sql`select 1 as one`)).toHaveLength(1);
  });
});
