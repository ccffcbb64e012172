import { setTimeout as wait } from "node:timers/promises";
import { drawCallbacks } from "#app/domain/callbacks/draw-callbacks.server.ts";
import { tendHouseholds } from "#app/domain/household-cases/tend-households.server.ts";
import { tendMonitoring } from "#app/domain/household-monitoring/tend-monitoring.server.ts";
import { recordMissedReports } from "#app/domain/impact-reports/record-missed-reports.server.ts";
import { expireIntents } from "#app/domain/intents/move-intent.server.ts";
import { expireProposals } from "#app/domain/matching/answer-proposal.server.ts";
import { tendRounds } from "#app/domain/matching/compute-round.server.ts";
import { tendLists } from "#app/domain/matching/refresh-lists.server.ts";
import { keepInCrowd } from "#app/domain/needs/keep-in-crowd.server.ts";
import { markOverduePledges } from "#app/domain/pledges/mark-overdue-pledges.server.ts";
import { sealChain } from "#app/domain/proof/seal-chain.server.ts";
import { tendSignups } from "#app/domain/volunteers/tend-signups.server.ts";
import { createLogger, errorFields } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";
import { isDatabaseTrouble } from "#db/database-trouble.ts";
import { carryOnImports, clearOldImports } from "./carry-on-imports.server.ts";
import { carryOnLists, clearOldLists } from "./carry-on-lists.server.ts";
import { catchUpEvents, retryParkedEvents, settleOpenRefunds } from "./catch-up-events.server.ts";
import { drainOutbox } from "./drain-outbox.server.ts";
import { eventHandlers } from "./event-handlers.server.ts";
import { forgetOldTraces } from "./forget-old-traces.server.ts";
import { publishDayRoots } from "./publish-day-roots.server.ts";
import { completeFees, reconcileCharities } from "./reconcile-charities.server.ts";
import { reconcileSearch } from "./reconcile-search.server.ts";
import { sendMails } from "./send-mails.server.ts";
import { settleOpenDonations } from "./settle-open-donations.server.ts";
import { holdSingleFlight } from "./single-flight.server.ts";
import { tendMonthlyGifts, warnOfEndingCards } from "./tend-monthly-gifts.server.ts";
import { watchFaults } from "./watch-faults.server.ts";
import { watchLedger } from "./watch-ledger.server.ts";

export type Job = {
  /** What `JOBS_OFF` calls it. */
  name: string;
  /** Milliseconds between two runs; 0: every round. */
  everyMs: number;
  /** May be repeated at any time. Stops between two pieces of work when `signal` says so. Returns how many pieces it did. */
  run: (services: Services, signal: AbortSignal) => Promise<number>;
};

const minuteMs = 60_000;

const allJobs: readonly Job[] = [
  { name: "outbox", everyMs: 0, run: (services, signal) => drainOutbox(services, eventHandlers, signal) },
  { name: "mails", everyMs: 0, run: sendMails },
  { name: "chain", everyMs: 0, run: ({ db, clock }) => sealChain(db, clock.now()) },
  { name: "chain_roots", everyMs: minuteMs, run: publishDayRoots },
  { name: "ledger_watch", everyMs: 10 * minuteMs, run: uncounted(watchLedger) },
  { name: "fault_watch", everyMs: minuteMs, run: uncounted(watchFaults) },
  { name: "open_donations", everyMs: minuteMs, run: settleOpenDonations },
  { name: "missed_events", everyMs: 5 * minuteMs, run: catchUpEvents },
  { name: "parked_events", everyMs: minuteMs, run: retryParkedEvents },
  { name: "open_refunds", everyMs: 10 * minuteMs, run: settleOpenRefunds },
  {
    name: "overdue_pledges",
    everyMs: minuteMs,
    run: uncounted(({ db, clock }) => markOverduePledges(db, clock.now())),
  },
  { name: "intents", everyMs: minuteMs, run: uncounted(({ db, clock }) => expireIntents(db, clock.now())) },
  { name: "match_proposals", everyMs: minuteMs, run: uncounted(({ db, clock }) => expireProposals(db, clock.now())) },
  { name: "signups", everyMs: minuteMs, run: ({ db, clock }, signal) => tendSignups(db, clock.now(), signal) },
  { name: "households", everyMs: minuteMs, run: ({ db, clock }, signal) => tendHouseholds(db, clock.now(), signal) },
  {
    name: "household_monitoring",
    everyMs: 10 * minuteMs,
    run: ({ db, clock }, signal) => tendMonitoring(db, clock.now(), signal),
  },
  { name: "report_dates", everyMs: 10 * minuteMs, run: ({ db, clock }) => recordMissedReports(db, clock.now()) },
  { name: "callbacks", everyMs: 60 * minuteMs, run: ({ db, clock }) => drawCallbacks(db, clock.now()) },
  { name: "crowds", everyMs: 60 * minuteMs, run: ({ db, clock }, signal) => keepInCrowd(db, clock.now(), signal) },
  { name: "old_traces", everyMs: minuteMs, run: uncounted(forgetOldTraces) },
  { name: "search_reconcile", everyMs: 24 * 60 * minuteMs, run: uncounted(reconcileSearch) },
];

/** What may take minutes has a loop and a lock of its own, so that events, mails and alarms do not wait for it. */
const longJobs: readonly Job[] = [
  { name: "monthly_gifts", everyMs: minuteMs, run: uncounted(tendMonthlyGifts) },
  { name: "ending_cards", everyMs: 6 * 60 * minuteMs, run: uncounted(warnOfEndingCards) },
  { name: "fees", everyMs: minuteMs, run: completeFees },
  { name: "register_imports", everyMs: 1_000, run: carryOnImports },
  { name: "old_imports", everyMs: 60 * minuteMs, run: uncounted(clearOldImports) },
  { name: "department_lists", everyMs: 1_000, run: carryOnLists },
  { name: "old_lists", everyMs: 60 * minuteMs, run: uncounted(clearOldLists) },
  { name: "match_lists", everyMs: 10 * minuteMs, run: ({ db, clock }, signal) => tendLists(db, clock.now(), signal) },
  { name: "match_rounds", everyMs: 5_000, run: ({ db, clock }, signal) => tendRounds(db, clock.now(), signal) },
  { name: "reconciliation", everyMs: minuteMs / 2, run: reconcileCharities },
];

const idleMs = 500;
/** After a failure a job waits this long, or its own interval when that is longer; the others go on. */
const failureMs = 5_000;
/** The same when the database was away for a moment. */
const troubleMs = 500;
/** Any fixed numbers: the single-flight locks of the two loops (C8). */
const jobLock = 7_301_001;
const longJobLock = 7_301_002;
const log = createLogger();

/**
 * The job loop: drains the outbox, sends mails, catches up with the payment provider, checks the search index. One process at a time works,
 * the others stand by for its lock; a killed one loses the lock with its session, and the next goes on where it stopped. When the database
 * goes away, the loop waits for it, takes the lock again and goes on.
 */
export async function runJobs(services: Services, stopping: AbortSignal, jobs = allJobs): Promise<void> {
  await runLoop(services, stopping, jobs, jobLock);
}

/** The same for work that may take minutes: the comparison with the payment provider. */
export async function runLongJobs(services: Services, stopping: AbortSignal): Promise<void> {
  await runLoop(services, stopping, longJobs, longJobLock);
}

async function runLoop(services: Services, stopping: AbortSignal, jobs: readonly Job[], lock: number): Promise<void> {
  const dueAt = new Map(jobsThatRun(jobs, services.env.jobsOff).map((job) => [job, 0]));
  await holdSingleFlight(services.openSession, lock, stopping, async (signal) => {
    while (!signal.aborted) {
      const due = [...dueAt].filter(([, at]) => Date.now() >= at).map(([job]) => job);
      // Events, mails and the chain wait for others most of their time: they need not wait for each other as well.
      const steady = due.filter(({ everyMs }) => everyMs === 0);
      const outcomes = await Promise.all(steady.map((job) => runJob(job, services, signal)));
      for (const [index, job] of steady.entries()) dueAt.set(job, Date.now() + (outcomes[index]?.pauseMs ?? 0));
      for (const job of due.filter(({ everyMs }) => everyMs > 0)) {
        if (signal.aborted) break;
        dueAt.set(job, Date.now() + (await runJob(job, services, signal)).pauseMs);
      }
      const done = outcomes.reduce((total, outcome) => total + outcome.done, 0);
      await wait(done === 0 ? idleMs : 0, undefined, { signal }).catch(() => {});
    }
  });
}

/** @throws Error for a name that no job has: a kill switch with a slip of the pen must not look as if it worked. */
function jobsThatRun(jobs: readonly Job[], off: readonly string[]): readonly Job[] {
  const known = [...jobs, ...allJobs, ...longJobs].map((job) => job.name);
  const unknown = off.filter((name) => name !== "all" && !known.includes(name));
  if (unknown.length > 0) throw new Error(`JOBS_OFF names no job: ${unknown.join(", ")}.`);
  return off.includes("all") ? [] : jobs.filter((job) => !off.includes(job.name));
}

/** A failure is told to the log and holds up nobody else. */
async function runJob(job: Job, services: Services, signal: AbortSignal): Promise<{ done: number; pauseMs: number }> {
  try {
    return { done: await job.run(services, signal), pauseMs: job.everyMs };
  } catch (error) {
    log.error("job failed", { job: job.name, ...errorFields(error) });
    return { done: 0, pauseMs: isDatabaseTrouble(error) ? troubleMs : Math.max(job.everyMs, failureMs) };
  }
}

function uncounted(run: (services: Services, signal: AbortSignal) => Promise<unknown>): Job["run"] {
  return async (services, signal) => {
    await run(services, signal);
    return 0;
  };
}
