import { sql } from "drizzle-orm";
import { seededRandom } from "#tests/stand-ins/stripe/webhooks/delivery-mode.ts";
import { type Donor, openPayPages, payAll, refundAll } from "./donors.ts";
import { findViolations } from "./invariants.ts";
import { percentile } from "./percentile.ts";
import { type ChaosServer, type Platform, startPlatform, until } from "./platform.ts";

/** One line of the matrix of safety.md, section 4. */
export type Row = {
  number: number;
  name: string;
  sites?: 2;
  /** Messages on their way at the same time; 50 unless told. */
  atOnce?: number;
  /** Mails that may come twice: one for each kill of the worker. */
  mailDuplicates?: number;
  /** How the donors pay, when it is not simply all of them. */
  pay?: (run: Run) => Promise<void>;
  /** Runs beside the deliveries; what it does must be over when it returns. */
  disturb: (run: Run) => Promise<void>;
  /** After everything arrived: more that must hold. */
  conclude?: (run: Run) => Promise<void>;
};

export type Run = {
  platform: Platform;
  donors: readonly Donor[];
  random: () => number;
  /** Waits until this share (0 to 1) of the expected messages was answered. */
  reached: (share: number) => Promise<void>;
  /** A fault has ended: from now on, answers must come again within 5 s. */
  faultEnded: (what: string) => void;
  isDelivered: () => boolean;
  /** Tells of something that did not hold. */
  report: (violation: string) => void;
};

export type RunReport = {
  row: number;
  seed: number;
  violations: readonly string[];
  acknowledged: number;
  perSecond: number;
  p99Ms: number;
  /** The longest time after a fault until a message was acknowledged again. */
  recoveryMs: number;
  seconds: number;
};

const copiesOfEachMessage = 5;
const atOnce = 50;
/** One gift in so many is given back at once. */
const refundEvery = 25;
const recoveryLimitMs = 5_000;
const deliveryLimitMs = 180_000;
/** Gifts of a calm moment after the fault: they find everything working, and fill what refunds have opened again. */
const lateDonors = 10;

/** Plays one row once. The same seed plays the same amounts, choices and order. @throws Error when the platform does not come up */
export async function runRow(
  server: ChaosServer,
  row: Row,
  options: { seed: number; donors: number; recoveryLimitMs?: number },
): Promise<RunReport> {
  const startedAt = performance.now();
  const random = seededRandom(options.seed * 1_000 + row.number);
  const platform = await startPlatform(server, { sites: row.sites ?? 1 });
  try {
    const { control } = platform.stripe;
    const mode = {
      times: copiesOfEachMessage,
      order: "shuffled",
      concurrency: row.atOnce ?? atOnce,
      seed: options.seed,
    } as const;
    await control.setDeliveryMode(mode);
    const donors = await openPayPages(platform, options.donors, random);
    const violations: string[] = [];
    const faults: { what: string; atMs: number }[] = [];
    let isDelivered = false;
    let expected = Number.POSITIVE_INFINITY;
    const run: Run = {
      platform,
      donors,
      random,
      reached: (share) => until(() => isDelivered || platform.front.answered() >= expected * share, deliveryLimitMs),
      faultEnded: (what) => faults.push({ what, atMs: performance.now() }),
      isDelivered: () => isDelivered,
      report: (violation) => violations.push(violation),
    };
    if (row.pay) await row.pay(run);
    else await payAll(platform, donors);
    // Messages are shuffled: many refunds are told before their payments.
    const refunded = donors.filter((_, index) => index % refundEvery === 0);
    await refundAll(platform, refunded);
    expected = (await control.events()).filter(({ delivery }) => delivery !== "failed").length * copiesOfEachMessage;

    const loadStartedAt = performance.now();
    const disturbed = row.disturb(run);
    await control.flushDeliveries();
    const hasArrived = await settledWithin(platform, deliveryLimitMs);
    isDelivered = true;
    const loadEndedAt = performance.now();
    const loadSeconds = (loadEndedAt - loadStartedAt) / 1000;
    const acknowledged = platform.front.acknowledged.length;
    await disturbed;
    if (!hasArrived) violations.push(`messages were still refused after ${deliveryLimitMs} ms`);
    await row.conclude?.(run);

    const late = await giveAfterwards(platform, random);
    await finishJobs(platform);
    const allowed = { mailDuplicates: row.mailDuplicates ?? 0 };
    violations.push(...(await findViolations(platform, [...donors, ...late], { ...allowed, refunded })));
    const recoveries = faults.map(({ what, atMs }) => ({ what, ms: recoveryAfter(platform, atMs, loadEndedAt) }));
    for (const { what, ms } of recoveries)
      if (ms > (options.recoveryLimitMs ?? recoveryLimitMs))
        violations.push(`after ${what} nothing was acknowledged for ${Math.round(ms)} ms`);
    return {
      row: row.number,
      seed: options.seed,
      violations,
      acknowledged,
      perSecond: Math.round(acknowledged / loadSeconds),
      p99Ms: Math.round(percentile(platform.front.durationsMs, 0.99)),
      recoveryMs: Math.round(Math.max(0, ...recoveries.map(({ ms }) => ms))),
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    await platform.end();
  }
}

async function settledWithin({ stripe }: Platform, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; ) {
    if (await stripe.control.settled(5_000)) return true;
  }
  return false;
}

async function giveAfterwards(platform: Platform, random: () => number): Promise<Donor[]> {
  await platform.stripe.control.clearFaults();
  await platform.stripe.control.setDeliveryMode({ times: 1, order: "created", drop: 0, hold: 0 });
  const late = await openPayPages(platform, lateDonors, random);
  await payAll(platform, late);
  await settledWithin(platform, 30_000);
  return late;
}

/** Waits until the outbox is empty and every mail is sent. */
async function finishJobs({ connection, mail }: Platform): Promise<void> {
  await mail.client.clearFaults();
  await until(async () => {
    const [row] = await connection.db.execute(sql`select
      (select count(*) from outbox_events where processed_at is null and dead_at is null)::int as events,
      (select count(*) from refunds where state = 'approved')::int as refunds,
      (select count(*) from mails where sent_at is null)::int as mails`);
    return row?.events === 0 && row.refunds === 0 && row.mails === 0;
  }, 180_000);
}

/** Milliseconds from a moment to the next acknowledgement; 0 when nothing was waiting for one any more. */
function recoveryAfter({ front }: Platform, atMs: number, loadEndedAt: number): number {
  const next = front.acknowledged.find((one) => one.atMs > atMs && one.atMs <= loadEndedAt);
  return next === undefined ? 0 : next.atMs - atMs;
}
