import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { projectFolder } from "#scripts/parts.ts";

export type SupervisedProcess = {
  /** Sends a signal; whatever ends the process, its supervisor starts it again. */
  kill: (signal: "SIGKILL" | "SIGTERM") => void;
  /** Asks it to end, waits until it has, and starts a new one: one step of a rolling restart. */
  restart: () => Promise<void>;
  /** Ends it for good: asked to, and killed when it takes longer than 11 s. */
  stop: () => Promise<void>;
  /** Ends nobody asked for: bugs. */
  unexpectedEnds: () => readonly string[];
  /** Lines of its log that tell of a bug nobody caught. */
  uncaughtErrors: () => readonly string[];
};

export type ProcessSpec = { name: string; words: readonly string[]; env: Record<string, string>; logPath: string };

const endLimitMs = 11_000;

/** Runs one process of the product as a supervisor would: started again the moment it ends. */
export function supervise(spec: ProcessSpec): SupervisedProcess {
  mkdirSync(dirname(spec.logPath), { recursive: true });
  const unexpected: string[] = [];
  let isOver = false;
  let wasAsked = false;
  let child = start();

  function start(): ChildProcess {
    wasAsked = false;
    const log = openSync(spec.logPath, "a");
    const started = spawn(process.execPath, ["--import", "./scripts/exit-with-parent.mjs", ...spec.words], {
      cwd: projectFolder,
      env: { PATH: process.env.PATH, TZ: "UTC", NODE_ENV: "production", ...spec.env },
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    started.once("exit", (code, signal) => {
      if (!wasAsked) unexpected.push(`${spec.name} ended by itself: ${signal ?? `exit code ${code}`}`);
      if (!isOver) child = start();
    });
    return started;
  }

  const kill = (signal: "SIGKILL" | "SIGTERM") => {
    wasAsked = true;
    child.kill(signal);
  };
  const end = async () => {
    const ending = child;
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
    kill("SIGTERM");
    const limit = setTimeout(() => {
      unexpected.push(`${spec.name} did not end within ${endLimitMs} ms`);
      ending.kill("SIGKILL");
    }, endLimitMs);
    await ended;
    clearTimeout(limit);
  };
  return {
    kill,
    restart: end,
    stop: async () => {
      isOver = true;
      await end();
    },
    unexpectedEnds: () => unexpected,
    uncaughtErrors: () =>
      readFileSync(spec.logPath, "utf8")
        .split("\n")
        .filter((line) => /uncaughtException|unhandledRejection|OutsideTransaction|^\S*Error\b/.test(line)),
  };
}
