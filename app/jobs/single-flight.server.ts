import { setTimeout as wait } from "node:timers/promises";
import { createLogger, errorFields } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";

const log = createLogger();
const askAgainMs = 500;
const heartbeatMs = 5_000;

/**
 * Runs `work` while this process holds the advisory lock, over and over until `stopping` (C8). `work` is handed a signal that says when the
 * lock is gone, because its session ended or we are asked to end: it must then stop soon. Waits for a database that is away.
 */
export async function holdSingleFlight(
  openSession: Services["openSession"],
  lock: number,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!stopping.aborted) {
    const session = openSession();
    const lost = new AbortController();
    session.onEnd(() => lost.abort());
    const signal = AbortSignal.any([stopping, lost.signal]);
    // A session whose server vanished without a word says so only when asked.
    const heartbeat = setInterval(() => session.run("select 1").catch(() => {}), heartbeatMs);
    try {
      if (await takeLock(session, lock, signal)) {
        log.info("lock taken", { lock });
        await work(signal);
      }
    } catch (error) {
      log.error("lock lost", { lock, ...errorFields(error) });
    } finally {
      clearInterval(heartbeat);
      // The lock goes with its session.
      session.end();
    }
    await pause(stopping);
  }
}

/**
 * Asks until the lock is ours: asking keeps the session in use and tells when it is dead. Who got it from somebody else waits a moment
 * before working: that one's session may have ended without its process having heard of it yet.
 */
async function takeLock(
  session: ReturnType<Services["openSession"]>,
  lock: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (let asked = 1; !signal.aborted; asked += 1) {
    const [row] = await session.run("select pg_try_advisory_lock($1) as held", [lock]);
    if (row?.held === true && asked > 1) await pause(signal);
    if (row?.held === true) return !signal.aborted;
    await pause(signal);
  }
  return false;
}

function pause(signal: AbortSignal): Promise<void> {
  return wait(askAgainMs, undefined, { signal }).then(
    () => {},
    () => {},
  );
}
