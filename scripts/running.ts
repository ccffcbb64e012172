import { describeFailure } from "#scripts/clear-error.ts";

export type Running = {
  /** Adds something to end; what was added last is ended first. */
  add: (end: () => Promise<void>) => void;
  /** Ends everything that was added, once. */
  endAll: () => Promise<void>;
  /** Ends everything, then the process. Only the first call counts. */
  finish: (exitCode: number, reason?: string) => Promise<void>;
};

/**
 * Keeps what has been started and ends it, in reverse order, on Ctrl-C, SIGTERM or when one of the parts fails.
 * @param notice printed once when a signal arrives
 * @param signalExitCode 0 where being ended is the normal end
 */
export function createRunning(notice: string, signalExitCode: number): Running {
  const ends: (() => Promise<void>)[] = [];
  let isFinishing = false;
  const endAll = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
      await end().catch((failure) => console.error(describeFailure(failure)));
    }
  };
  const finish = async (exitCode: number, reason?: string) => {
    if (isFinishing) return;
    isFinishing = true;
    if (reason !== undefined) console.error(reason);
    await endAll();
    process.exit(exitCode);
  };
  // npm passes Ctrl-C on although the terminal has already sent it: the second one is no sign of impatience.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (!isFinishing) console.log(notice);
      void finish(signalExitCode);
    });
  }
  endWithNpm(() => void finish(signalExitCode));
  process.on("uncaughtException", (failure) => void finish(1, describeFailure(failure)));
  process.on("unhandledRejection", (failure) => void finish(1, describeFailure(failure)));
  return { add: (end) => ends.push(end), endAll, finish };
}

const parentCheckMs = 500;

/** A SIGTERM for npm ends npm and the shell it called us by, and tells us nothing: so look whether that shell is still there. */
function endWithNpm(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, parentCheckMs);
  timer.unref();
}
