import { setTimeout as wait } from "node:timers/promises";
import type { Connection, Parameters, Rows, RunOptions } from "./connection.server.ts";
import { DatabaseUnavailable, isRetryable, OutsideTransaction } from "./database-trouble.ts";
import type { Pool } from "./pool.server.ts";

/** What drizzle asks of a client. A statement starts in the next microtask, so that `.values()` can still be said about it. */
export type StatementClient = {
  unsafe: (text: string, parameters?: Parameters, options?: RunOptions) => PendingStatement;
};
export type TransactionClient = StatementClient & {
  savepoint: <T>(work: (client: TransactionClient) => Promise<T>) => Promise<T>;
};
export type PendingStatement = Promise<Rows> & { values: () => Promise<Rows> };

const largestTries = 5;

/**
 * Runs each statement on a connection of its own choice: for what is said outside of transactions. drizzle says of every statement that
 * its plan is not to be kept; a pool may know better.
 */
export function createStatements(pool: Pool, { keepsPlans }: { keepsPlans: boolean }): StatementClient["unsafe"] {
  return (text, parameters, options) =>
    pending((asValues) => {
      const runOptions = { prepare: keepsPlans || options?.prepare, asValues };
      return tryAgain(() => pool.use((connection) => connection.run(text, parameters, runOptions)));
    });
}

/**
 * Runs `work` in one transaction on one connection. When PostgreSQL chose it as the victim of a conflict it is tried again, up to five
 * times (C7): so `work` must touch nothing but the transaction. When the connection ends, the transaction fails at once, even while `work`
 * waits for something else.
 * @throws DatabaseUnavailable when the connection ended; during the commit the outcome is unknown
 */
export function runTransaction<T>(pool: Pool, work: (client: TransactionClient) => Promise<T>): Promise<T> {
  return tryAgain(() => pool.use((connection) => transactOnce(connection, work)));
}

async function transactOnce<T>(connection: Connection, work: (client: TransactionClient) => Promise<T>): Promise<T> {
  await connection.run("begin");
  const fence = { isOpen: true };
  try {
    const result = await orLost(connection, runScope(connection, fence, work));
    const answer = await connection.run("commit");
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    if (answer.command !== "COMMIT") throw new Error("a statement failed, so the transaction was undone");
    return result;
  } catch (error) {
    fence.isOpen = false;
    // What still runs is answered first: the next owner of the connection must not meet it. A lost connection is undone by the server.
    await connection.run("rollback").catch(() => connection.end());
    throw error;
  }
}

/** One level: statements may be sent through its client until `work` is done, and no longer. */
async function runScope<T>(
  connection: Connection,
  fence: { isOpen: boolean },
  work: (client: TransactionClient) => Promise<T>,
): Promise<T> {
  const client: TransactionClient = {
    unsafe: (text, parameters, options) =>
      pending(async (asValues) => {
        if (!fence.isOpen) throw new OutsideTransaction();
        return connection.run(text, parameters, { ...options, asValues });
      }),
    savepoint: async (inner) => {
      if (!fence.isOpen) throw new OutsideTransaction();
      await connection.run("savepoint inner_work");
      const innerFence = { isOpen: true };
      try {
        const result = await runScope(connection, innerFence, inner);
        await connection.run("release savepoint inner_work");
        return result;
      } catch (error) {
        innerFence.isOpen = false;
        await connection.run("rollback to savepoint inner_work");
        await connection.run("release savepoint inner_work");
        throw error;
      }
    },
  };
  const result = await work(client);
  fence.isOpen = false;
  await connection.settled();
  return result;
}

/** The result, or the news that the connection is gone: work that waits for something else must not keep its caller waiting. */
function orLost<T>(connection: Connection, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stopListening = connection.onEnd(() => reject(new DatabaseUnavailable("connection_lost")));
    work.then(resolve, reject).finally(stopListening);
  });
}

/** The one place where conflicts are tried again: up to five times, with a growing random pause so that the rivals do not meet again. */
async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === largestTries || !isRetryable(error)) throw error;
      await wait(Math.random() * 10 * 2 ** tries);
    }
  }
}

function pending(run: (asValues: boolean) => Promise<Rows>): PendingStatement {
  let asValues = false;
  const rows = Promise.resolve().then(() => run(asValues));
  const values = () => {
    asValues = true;
    return rows;
  };
  return Object.assign(rows, { values });
}
