import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { payAll } from "./donors.ts";
import { openPagesUnderFaults, pickWireFault } from "./open-pages-under-faults.ts";
import { percentile } from "./percentile.ts";
import type { Row, Run } from "./run-row.ts";

const dayMs = 86_400_000;
const shares = [0.2, 0.45, 0.7] as const;

/** A share near the one named, so that no two seeds break the same moment. */
const near = (share: number, { random }: Run) => share + (random() - 0.5) * 0.1;

/** The matrix of safety.md, section 4: rows 6, 7 and 10 (search, mail, disk) are not about money under load and have tests of their own. */
export const rows: readonly Row[] = [
  {
    number: 1,
    name: "site killed (-9) at 20, 45 and 70 %",
    disturb: async (run) => {
      for (const share of shares) {
        await run.reached(near(share, run));
        run.platform.sites[0]?.kill("SIGKILL");
        run.faultEnded("the kill of the site");
      }
    },
  },
  {
    number: 2,
    name: "site killed between commit and reply",
    disturb: async (run) => {
      for (const share of shares) {
        await run.reached(near(share, run));
        if (run.isDelivered()) return;
        await killBeforeReply(run);
        run.faultEnded("the kill before a reply");
      }
    },
  },
  {
    number: 3,
    name: "job process killed (-9) in the middle of mails",
    mailDuplicates: shares.length,
    disturb: async (run) => {
      for (const share of shares) {
        await mailsSent(run, Math.floor(run.donors.length * near(share, run)));
        run.platform.worker.kill("SIGKILL");
      }
    },
  },
  {
    number: 4,
    name: "PostgreSQL stopped fast, then immediate; sessions ended",
    disturb: async (run) => {
      const { postgres } = run.platform;
      for (const [share, how] of [
        [0.15, "fast"],
        [0.35, "immediate"],
      ] as const) {
        await run.reached(near(share, run));
        await postgres.stop(how);
        await wait(run.random() * 1_500);
        await postgres.start();
        run.faultEnded(`PostgreSQL stopped ${how}`);
      }
      await run.reached(near(0.55, run));
      await endSessions(run, 6_000);
      run.faultEnded("ending sessions");
    },
  },
  {
    number: 5,
    name: "a tenth of the messages a day late, some never",
    pay: async ({ platform, donors }) => {
      const { control } = platform.stripe;
      const lost = donors.slice(0, Math.ceil(donors.length * 0.15));
      await control.setDeliveryMode({ drop: 1 });
      await payAll(platform, lost);
      await control.setDeliveryMode({ drop: 0 });
      await payAll(platform, donors.slice(lost.length));
    },
    disturb: async () => {},
    conclude: catchUpNextDay,
  },
  {
    number: 8,
    name: "Stripe resets, truncates, refuses, stalls",
    disturb: async (run) => {
      const { control } = run.platform.stripe;
      for (let round = 0; !run.isDelivered() && round < 40; round += 1) {
        await control.addFault({ ...pickWireFault(run), method: "GET", times: 2 });
        await wait(100 + run.random() * 200);
      }
      await control.clearFaults();
      run.faultEnded("Stripe's faults");
    },
    pay: async (run) => {
      await openPagesUnderFaults(run);
      await payAll(run.platform, run.donors);
    },
  },
  {
    number: 9,
    name: "the site's clock jumps 10 minutes ahead and back",
    disturb: async (run) => {
      for (const minutes of [10, -10, 0]) {
        await run.platform.setOwnClockOffset(minutes * 60_000);
        if (minutes !== 0) await wait(1_500 + run.random() * 1_000);
      }
      run.faultEnded("the clock's jumps");
    },
    // What was written down while the clock was ahead is due by then.
    conclude: ({ platform }) => platform.setClockOffset(11 * 60_000),
  },
  {
    number: 11,
    name: "two sites, restarted one after the other",
    sites: 2,
    disturb: async (run) => {
      for (const share of [0.2, 0.5]) {
        await run.reached(near(share, run));
        for (const [index, site] of run.platform.sites.entries()) {
          run.faultEnded("a restart began");
          await site.restart();
          // The next one goes only when this one takes messages again, or nobody would.
          await run.platform.siteReady(index);
        }
      }
    },
  },
  {
    number: 12,
    name: "500 slow readers hold every connection of the pages",
    atOnce: 10,
    disturb: holdPages,
    conclude: async ({ platform, report }) => {
      const p99 = percentile(platform.front.durationsMs, 0.99);
      if (p99 >= 1_000) report(`messages took ${Math.round(p99)} ms (p99) beside slow readers`);
    },
  },
];

/** The site has committed and answered, and is dead before its answer reaches anybody. */
function killBeforeReply({ platform, isDelivered }: Run): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setInterval(() => {
      if (!isDelivered()) return;
      clearInterval(giveUp);
      resolve();
    }, 100);
    platform.front.setInterceptor(() => {
      platform.front.setInterceptor(null);
      platform.sites[0]?.kill("SIGKILL");
      clearInterval(giveUp);
      resolve();
      return true;
    });
  });
}

async function mailsSent({ platform }: Run, count: number): Promise<void> {
  for (let sent = 0; sent < count; ) {
    const [row] = await platform.connection.db.execute(
      sql`select count(*)::int as n from mails where sent_at is not null`,
    );
    sent = Number(row?.n);
    await wait(10);
  }
}

async function endSessions({ platform, random }: Run, forMs: number): Promise<void> {
  for (const end = Date.now() + forMs; Date.now() < end; ) {
    await platform.connection.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() order by random() limit 3`);
    await wait(150 + random() * 150);
  }
}

/** B10: what never came is found by the catch-up the next day, what comes late changes nothing more, and a second catch-up nothing at all. */
async function catchUpNextDay({ platform, report }: Run): Promise<void> {
  const { connection, stripe, worker } = platform;
  const count = async () => {
    // A refund that was owed already is paid, or fails, when the provider gets to it, whatever we ask meanwhile: not an effect of ours.
    const [row] =
      await connection.db.execute(sql`select count(*) filter (where kind not in ('refund_paid', 'refund_failed'))::int as movements,
      (select count(*) from donations where state in ('started', 'pending'))::int as open from ledger_transactions`);
    return { movements: Number(row?.movements), open: Number(row?.open) };
  };
  await platform.setClockOffset(dayMs + 3_600_000);
  // The job looks for open gifts when it starts, and every minute.
  for (let rounds = 0; rounds < 20 && (await count()).open > 0; rounds += 1) {
    await worker.restart();
    const before = (await count()).open;
    for (let waits = 0; waits < 100 && (await count()).open === before && before > 0; waits += 1) await wait(100);
  }
  if ((await count()).open > 0) report(`${(await count()).open} gifts are still open after the catch-up`);
  // The catch-up is done when nothing more follows from it: fees and refunds of the gifts it found are fetched after them.
  const kinds = async () => {
    const rows = await connection.db.execute<{ word: string }>(
      sql`select kind || ' ' || count(*) as word from ledger_transactions group by kind order by kind`,
    );
    return rows.map(({ word }) => word).join(", ");
  };
  let { movements } = await count();
  for (let before = -1; before !== movements; ) {
    before = movements;
    await worker.restart();
    await wait(3_000);
    movements = (await count()).movements;
  }
  const kindsBefore = await kinds();
  // Two thirds of what was lost comes a day late after all; the rest never.
  const lost = (await stripe.control.events()).filter(({ delivery }) => delivery === "failed");
  await stripe.control.redeliver({ eventIds: lost.filter((_, index) => index % 3 > 0).map(({ event }) => event.id) });
  await worker.restart();
  await wait(3_000);
  if ((await count()).movements !== movements)
    report(`late messages or a second catch-up moved money: ${kindsBefore} became ${await kinds()}`);
}

/** A table that pages read and settling does not is locked, and 500 visitors ask for those pages. */
async function holdPages({ platform, reached, faultEnded, isDelivered }: Run): Promise<void> {
  await reached(0.1);
  const { db } = platform.connection;
  for (let round = 0; round < 3 && !isDelivered(); round += 1) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`lock table notices in access exclusive mode`);
      const visitors = Array.from({ length: 500 }, (_, index) =>
        fetch(`${platform.front.url}/notices?q=${round}-${index}`).then(
          (answer) => answer.arrayBuffer(),
          () => {},
        ),
      );
      await Promise.race([Promise.all(visitors), wait(4_000)]);
    });
  }
  faultEnded("the slow readers");
}
