import postgres from "postgres";
import { DatabaseUnavailable } from "./database-trouble.ts";

export type Rows = postgres.RowList<postgres.Row[]>;
export type Parameters = postgres.ParameterOrJSON<never>[];

/** One session on the server. It runs one statement at a time; once it is over it stays over, and somebody opens another one. */
export type Connection = {
  /**
   * Runs one statement; statements that come meanwhile wait in line.
   * @throws DatabaseUnavailable when the session ended or the server did not answer in time; the driver's error for everything else
   */
  run: (text: string, parameters?: Parameters, options?: RunOptions) => Promise<Rows>;
  /** Settles when all statements sent so far have been answered. */
  settled: () => Promise<unknown>;
  isOver: () => boolean;
  /** Calls back, once and at once, when the session is over for whatever reason. Returns how to stop listening. */
  onEnd: (listener: () => void) => () => void;
  openedAt: number;
  /** Ends it now, whatever runs. */
  end: () => void;
};

export type RunOptions = { prepare?: boolean | undefined; asValues?: boolean };

export type ConnectionOptions = {
  driver: postgres.Options<Record<string, never>>;
  /** How the values of columns are read and written; drizzle sets it on the client it is given. */
  types: Pick<postgres.Sql["options"], "parsers" | "serializers">;
  /** Later than the server's own limit, for a server that no longer keeps it. */
  answerLimitMs: number;
  /** Hears of every statement that was answered or given up, never of its values. */
  onStatement?: StatementListener | undefined;
};

export type StatementListener = (statement: { text: string; milliseconds: number; isRefused: boolean }) => void;

/**
 * Opens one session, with a postgres.js client of its own that is thrown away with it.
 * why: postgres.js 3.4.9 keeps using a connection whose socket is gone when it is inside a transaction: uncaught errors, connections that
 * are dead for good, statements that end up in somebody else's transaction (safety.md findings 1 and 2). A client that has one
 * connection, one statement at a time, and is never asked again after its socket closed, meets none of that.
 */
export function openConnection(url: string, options: ConnectionOptions): Connection {
  let isOver = false;
  let interrupt: ((reason: Error) => void) | null = null;
  const endListeners = new Set<() => void>();
  const finish = (reason: Error) => {
    if (isOver) return;
    isOver = true;
    interrupt?.(reason);
    for (const listener of endListeners) listener();
    void client.end({ timeout: 0 }).catch(() => {});
  };
  const client = postgres(url, {
    ...options.driver,
    max: 1,
    onclose: () => finish(new DatabaseUnavailable("connection_lost")),
  });
  Object.assign(client.options.parsers, options.types.parsers);
  Object.assign(client.options.serializers, options.types.serializers);

  const send = (text: string, parameters: Parameters, { prepare = false, asValues = false }: RunOptions) =>
    new Promise<Rows>((resolve, reject) => {
      if (isOver) throw new DatabaseUnavailable("connection_lost");
      const timer = setTimeout(() => finish(new DatabaseUnavailable("no_answer")), options.answerLimitMs);
      const startedAt = performance.now();
      const settle = (isRefused: boolean) => {
        clearTimeout(timer);
        interrupt = null;
        options.onStatement?.({ text, milliseconds: performance.now() - startedAt, isRefused });
      };
      interrupt = (reason) => {
        settle(true);
        reject(reason);
      };
      const query = client.unsafe(text, parameters, { prepare });
      (asValues ? query.values() : query).then(
        (rows) => {
          settle(false);
          resolve(rows);
        },
        (error: unknown) => {
          if (interrupt !== null) settle(true);
          reject(endsSession(error) ? new DatabaseUnavailable("connection_lost", error) : error);
          // After anything but the server's plain "no", nobody knows what this client believes about its connection.
          if (!isRefusal(error)) finish(new DatabaseUnavailable("connection_lost", error));
        },
      );
    });

  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(text, parameters = [], runOptions = {}) {
      const turn = tail.then(() => send(text, parameters, runOptions));
      tail = turn.catch(() => {});
      return turn;
    },
    settled: () => tail,
    isOver: () => isOver,
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    openedAt: Date.now(),
    end: () => finish(new DatabaseUnavailable("connection_lost")),
  };
}

/** An error of a statement, after which the session goes on. FATAL and PANIC end it. */
function isRefusal(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.severity !== "FATAL" && error.severity !== "PANIC";
}

/** What the driver and the network say when there is no session (any more). */
function endsSession(error: unknown): boolean {
  if (error instanceof postgres.PostgresError || !(error instanceof Error) || !("code" in error)) return false;
  return /^(CONNECT|E[A-Z]+$)/.test(String(error.code));
}
