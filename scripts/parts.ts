import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClearError } from "#scripts/clear-error.ts";

export const projectFolder = join(import.meta.dirname, "..");

export type PartSpec = {
  /** As a person knows it: "site", "worker". */
  name: string;
  /** Words after `node`: see `typescript`. */
  words: readonly string[];
  env: Record<string, string>;
  /** What it prints goes here: the terminal stays readable. */
  logPath: string;
};

export type Part = {
  name: string;
  /** Settles when the process is gone; `wasAsked` is false when it went by itself. */
  ended: Promise<{ wasAsked: boolean; how: string }>;
  /** SIGTERM, then SIGKILL after the limit; whatever the part started itself goes with it. */
  stop: (limitMs?: number) => Promise<void>;
  /** The last lines it printed. */
  lastLines: () => string;
};

const stopLimitMs = 11_000;

/** Words that run a TypeScript file of the project. */
export function typescript(entry: string): string[] {
  return ["--import", "tsx", entry];
}

/** Starts one part as a Node process in a process group of its own. It ends with us, also when we are killed without a word. */
export function startPart(spec: PartSpec): Part {
  mkdirSync(dirname(spec.logPath), { recursive: true });
  const log = openSync(spec.logPath, "w");
  const child = spawn(process.execPath, ["--import", "./scripts/exit-with-parent.mjs", ...spec.words], {
    cwd: projectFolder,
    env: { ...process.env, ...spec.env },
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);
  let wasAsked = false;
  const ended = new Promise<{ wasAsked: boolean; how: string }>((resolve) => {
    child.once("error", (failure) => resolve({ wasAsked, how: failure.message }));
    child.once("exit", (code, signal) => {
      killGroup(child.pid);
      resolve({ wasAsked, how: signal === null ? `exit code ${code}` : `signal ${signal}` });
    });
  });
  const stop = async (limitMs = stopLimitMs) => {
    wasAsked = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const limit = setTimeout(() => killGroup(child.pid), limitMs);
    await ended;
    clearTimeout(limit);
  };
  return { name: spec.name, ended, stop, lastLines: () => readLastLines(spec.logPath) };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is empty: nothing was left behind.
  }
}

function readLastLines(path: string): string {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}

/**
 * Waits until the check answers true.
 * @throws ClearError when the part ends before, or after the limit
 */
export async function waitForPart(part: Part, check: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  let end: { how: string } | null = null;
  void part.ended.then((value) => {
    end = value;
  });
  while (!(await check())) {
    if (end !== null || Date.now() > deadline) throw new ClearError(describeEnd(part, end));
    await delay(100);
  }
}

/** What to tell about a part that ended by itself or never became ready. */
export function describeEnd(part: Part, end: { how: string } | null): string {
  const what = end === null ? "did not become ready in time" : `ended by itself (${end.how})`;
  return `The ${part.name} ${what}. Its last words:\n${part.lastLines()}`;
}

/** True when somebody accepts connections on the port. */
export function canConnect(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

/** True when the address answers 200. No connection stays open: one would hold up the end of the site. */
export function answersOk(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 3_000 }, (response) => {
      response.resume();
      response.once("close", () => resolve(response.statusCode === 200));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}
