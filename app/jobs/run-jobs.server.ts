import { setTimeout as wait } from "node:timers/promises";
import { markOverduePledges } from "#app/domain/pledges/mark-overdue-pledges.server.ts";
import type { Services } from "#app/services.server.ts";
import { drainOutbox } from "./drain-outbox.server.ts";
import { eventHandlers } from "./event-handlers.server.ts";
import { forgetOldTraces } from "./forget-old-traces.server.ts";
import { reconcileSearch } from "./reconcile-search.server.ts";
import { sendMails } from "./send-mails.server.ts";
import { settleOpenDonations } from "./settle-open-donations.server.ts";

const idleMilliseconds = 500;
const catchUpMilliseconds = 60_000;
const reconcileMilliseconds = 24 * 3_600_000;
/** Any fixed number: the single-flight lock of the job loop (C8). */
const jobLock = 7_301_001;

/**
 * The job loop: drains the outbox, sends mails, catches up with the payment provider, checks the search index. One process at a time works, the others wait
 * for its lock; a killed one loses the lock with its connection, and the next goes on where it stopped.
 */
export async function runJobs(services: Services, signal: AbortSignal): Promise<void> {
  const lockConnection = await services.sql.reserve();
  try {
    while (!signal.aborted) {
      const [row] = await lockConnection<{ held: boolean }[]>`select pg_try_advisory_lock(${jobLock}) as held`;
      if (row?.held) break;
      await wait(1_000, undefined, { signal }).catch(() => {});
    }
    let nextCatchUp = 0;
    let nextReconcile = 0;
    while (!signal.aborted) {
      const events = await drainOutbox(services, eventHandlers);
      const mails = await sendMails(services);
      if (Date.now() >= nextCatchUp) {
        nextCatchUp = Date.now() + catchUpMilliseconds;
        await settleOpenDonations(services);
        await markOverduePledges(services.db, services.clock.now());
        await forgetOldTraces(services);
      }
      if (Date.now() >= nextReconcile) {
        nextReconcile = Date.now() + reconcileMilliseconds;
        await reconcileSearch(services);
      }
      // A dead lock connection throws here: the process ends and its supervisor starts a new one.
      await lockConnection`select 1`;
      if (events === 0 && mails === 0) await wait(idleMilliseconds, undefined, { signal }).catch(() => {});
    }
    await lockConnection`select pg_advisory_unlock(${jobLock})`;
  } finally {
    lockConnection.release();
  }
}
