import type { Connection } from "./connection.server.ts";
import { DatabaseUnavailable } from "./database-trouble.ts";

export type Pool = {
  /**
   * Lends a connection to `work`, exclusively.
   * @throws DatabaseUnavailable when none came free, or none could be opened, in time
   */
  use: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;
  /** Whether so many wait, and so long, that whoever comes now would wait in vain. */
  isOverloaded: () => boolean;
  /** What is going on right now, for the figures. */
  stats: () => PoolUse;
  /** Takes no more work, waits up to 5 s for what runs, then ends every connection. */
  close: () => Promise<void>;
};

export type PoolUse = { max: number; lent: number; idle: number; opening: number; waiting: number };

export type PoolOptions = {
  max: number;
  /** Milliseconds anybody waits for a connection (H4). */
  waitLimitMs: number;
  open: () => Connection;
};

type Waiter = { since: number; take: (connection: Connection) => void; refuse: (reason: Error) => void };
type Idle = { connection: Connection; since: number };

const reopenMs = 100;
const largestIdleMs = 60_000;
const largestAgeMs = 30 * 60_000;
const closeLimitMs = 5_000;
/** A database that keeps up serves a queue of this length in much less than this time. */
const overload = { waiters: 100, oldestMs: 250 } as const;

/** A pool of connections that forgets the dead ones and opens new ones for as long as somebody waits. */
export function createPool({ max, waitLimitMs, open }: PoolOptions): Pool {
  let idle: Idle[] = [];
  const lent = new Set<Connection>();
  const waiters = new Set<Waiter>();
  let opening = 0;
  let lastFailure: unknown;
  let isClosed = false;
  let reopenTimer: NodeJS.Timeout | undefined;

  /** Gives idle connections to those who wait, longest first, and opens as many more as are still wanted and allowed. */
  const serve = () => {
    for (const waiter of waiters) {
      const found = idle.pop();
      if (found === undefined) break;
      waiters.delete(waiter);
      lent.add(found.connection);
      waiter.take(found.connection);
    }
    const mayOpen = () => !isClosed && reopenTimer === undefined && idle.length + lent.size + opening < max;
    while (mayOpen() && waiters.size > opening) void openOne();
  };

  const openOne = async () => {
    opening += 1;
    const connection = open();
    try {
      await connection.run("select 1");
      if (connection.isOver()) throw new DatabaseUnavailable("connection_lost");
      connection.onEnd(() => forget(connection));
      idle.push({ connection, since: Date.now() });
    } catch (failure) {
      lastFailure = failure;
      connection.end();
      // A server that is away is asked again in a moment, not at once.
      reopenTimer ??= setTimeout(() => {
        reopenTimer = undefined;
        serve();
      }, reopenMs).unref();
    }
    opening -= 1;
    serve();
  };

  const forget = (connection: Connection) => {
    idle = idle.filter((one) => one.connection !== connection);
    serve();
  };

  const release = (connection: Connection) => {
    lent.delete(connection);
    if (isClosed || Date.now() - connection.openedAt > largestAgeMs) connection.end();
    if (!connection.isOver()) idle.push({ connection, since: Date.now() });
    serve();
  };

  const acquire = () =>
    new Promise<Connection>((resolve, reject) => {
      if (isClosed) throw new DatabaseUnavailable("no_connection");
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        reject(new DatabaseUnavailable("no_connection", lastFailure));
      }, waitLimitMs);
      const waiter: Waiter = {
        since: Date.now(),
        take: (connection) => {
          clearTimeout(timer);
          resolve(connection);
        },
        refuse: (reason) => {
          clearTimeout(timer);
          reject(reason);
        },
      };
      waiters.add(waiter);
      serve();
    });

  const pruning = setInterval(() => {
    const unused = idle.filter((one) => Date.now() - one.since > largestIdleMs);
    for (const { connection } of unused) connection.end();
  }, largestIdleMs / 2).unref();

  return {
    async use(work) {
      const connection = await acquire();
      try {
        return await work(connection);
      } finally {
        release(connection);
      }
    },
    isOverloaded() {
      if (waiters.size < overload.waiters) return false;
      const [oldest] = waiters;
      return oldest !== undefined && Date.now() - oldest.since >= overload.oldestMs;
    },
    stats: () => ({ max, lent: lent.size, idle: idle.length, opening, waiting: waiters.size }),
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(pruning);
      clearTimeout(reopenTimer);
      for (const waiter of waiters) waiter.refuse(new DatabaseUnavailable("no_connection"));
      waiters.clear();
      const deadline = Date.now() + closeLimitMs;
      while (lent.size + opening > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const connection of [...lent, ...idle.map((one) => one.connection)]) connection.end();
    },
  };
}
