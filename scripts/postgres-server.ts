import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ClearError } from "#scripts/clear-error.ts";
import { findFreePort, isPortFree } from "#scripts/free-port.ts";
import { choosePostgresAccount, type PostgresAccount } from "#scripts/postgres-account.ts";
import { findPostgresBinaries, type PostgresBinaries } from "#scripts/postgres-binaries.ts";

export type PostgresServer = {
  port: number;
  /** Connection address of one of its databases. */
  urlOf: (database: string) => string;
  /**
   * Ends it: "fast" closes open sessions and flushes the data, "immediate" drops everything as a crash would. Safe to call twice.
   * Started again on the same folder and port, it goes on with its data.
   */
  stop: (how?: "fast" | "immediate") => Promise<void>;
  /** Settles when the server is gone, for whatever reason; `wasAsked` is false when it went by itself. */
  ended: Promise<{ wasAsked: boolean }>;
};

export type PostgresServerOptions = {
  /** Everything of this server lives under this folder; it is made when missing. */
  folder: string;
  /** False gives up safety against a power cut for speed: tests only. */
  isDurable: boolean;
  /** Absent: a free one is found. */
  port?: number;
};

const superuser = "jiedui";
const startLimitMs = 30_000;
const stopLimitMs = 10_000;

/**
 * Starts a PostgreSQL of our own on a free port of 127.0.0.1, and makes its data folder first when there is none. It also ends when this
 * process dies without a word (kill -9): the wrapper shell sees its standard input close.
 * @throws ClearError when the folder cannot be written, another server uses it, or the server does not come up
 */
export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  await makeFolder(options.folder);
  const dataFolder = join(options.folder, "postgres");
  const account = choosePostgresAccount([binaries.initdb, binaries.postgres, options.folder], dataFolder);
  const password = await readPassword(options.folder);
  await initialiseWhenNew(binaries, account, dataFolder, options.folder, password);
  await refuseRunningServer(options.folder);
  const port = options.port ?? (await findFreePort());
  const server = spawnServer(binaries, account, dataFolder, port, options.isDurable);
  await server.ready;
  return {
    port,
    urlOf: (database) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`,
    stop: server.stop,
    ended: server.ended,
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, ".write-probe");
    await writeFile(probe, "");
    await rm(probe);
  } catch (failure) {
    throw new ClearError(`Cannot write to ${folder} (${codeOf(failure)}): give this user the right to write there.`);
  }
}

/** The password is made once per data folder, so that other users of the machine cannot simply connect. */
async function readPassword(folder: string): Promise<string> {
  const path = join(folder, "postgres-password");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (failure) {
    if (codeOf(failure) !== "ENOENT") throw failure;
  }
  const password = randomBytes(24).toString("hex");
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialiseWhenNew(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  dataFolder: string,
  folder: string,
  password: string,
): Promise<void> {
  const donePath = join(folder, "postgres-initialised");
  const isDone = await readFile(donePath).then(
    () => true,
    () => false,
  );
  if (isDone) return;
  // A first start that was interrupted leaves half a cluster behind: begin again.
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder);
  const passwordPath = join(folder, "initdb-password");
  await writeFile(passwordPath, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(dataFolder, account.uid, account.gid);
    await chown(passwordPath, account.uid, account.gid);
  }
  await chmod(dataFolder, 0o700);
  const words = [
    binaries.initdb,
    `--pgdata=${dataFolder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordPath}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    // pg_trgm asks the C library what a letter is: under LC_CTYPE=C Chinese text has no trigrams at all.
    `--lc-ctype=${await findUtf8Locale()}`,
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
  ];
  try {
    await runToEnd(words, account);
  } finally {
    await rm(passwordPath, { force: true });
  }
  await writeFile(donePath, "");
}

async function findUtf8Locale(): Promise<string> {
  const child = spawn("locale", ["-a"], { stdio: ["ignore", "pipe", "ignore"] });
  const names = (await collectOutput(child)).split("\n").map((name) => name.trim());
  const wanted = ["c.utf8", "en_us.utf8", "zh_cn.utf8"];
  for (const want of wanted) {
    const name = names.find((candidate) => candidate.toLowerCase().replace("-", "") === want);
    if (name !== undefined) return name;
  }
  return "C";
}

function collectOutput(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
    child.once("error", () => resolve(""));
    child.once("close", () => resolve(output));
  });
}

async function runToEnd(words: readonly string[], account: PostgresAccount): Promise<void> {
  const child = spawnAs(words, account, { stdio: ["ignore", "pipe", "pipe"] });
  const output = await collectOutput(child);
  if (child.exitCode !== 0) throw new ClearError(`PostgreSQL could not make its data folder: ${lastLine(output)}`);
}

/**
 * Two starts in one clone would fight for one data folder.
 * @throws ClearError when a server runs on the data of this folder. What a power cut left behind is not in the way.
 */
export async function refuseRunningServer(folder: string): Promise<void> {
  const lines = (await readFile(join(folder, "postgres", "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  // PostgreSQL writes its process id into the first line and its port into the fourth.
  const port = Number.parseInt(lines[3] ?? "", 10);
  if (!(port > 0) || (await isPortFree(port))) return;
  throw new ClearError(
    `Another start of this project already uses the data in ${folder} (PostgreSQL has process id ${lines[0]}): end that one first.`,
  );
}

function spawnAs(words: readonly string[], account: PostgresAccount, options: { stdio: ("ignore" | "pipe")[] }) {
  const [command = "", ...rest] = [...account.prefix, ...words];
  const ids = account.prefix.length === 0 && account.uid !== undefined ? { uid: account.uid, gid: account.gid } : {};
  // A process group of its own: Ctrl-C in the terminal reaches us only, and we end the parts in order.
  return spawn(command, rest, {
    ...options,
    ...ids,
    cwd: "/",
    detached: true,
    env: { ...process.env, LC_MESSAGES: "C" },
  });
}

/** The shell becomes PostgreSQL (`exec`); its background reader asks PostgreSQL to end as soon as our end of the pipe is closed. */
const endWithParent =
  'exec 3<&0; server=$$; (read -r _ <&3; kill -INT "$server" 2>/dev/null; exit 0) & exec "$@" 3<&- </dev/null';

function spawnServer(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  dataFolder: string,
  port: number,
  isDurable: boolean,
) {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const words = [binaries.postgres, "-D", dataFolder, "-p", String(port), ...flags];
  const child = spawnAs(["/bin/sh", "-c", endWithParent, "sh", ...words], account, {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let wasAsked = false;
  let log = "";
  const ended = new Promise<{ wasAsked: boolean }>((resolve) => {
    child.once("error", () => resolve({ wasAsked }));
    child.once("exit", () => resolve({ wasAsked }));
  });
  const ready = new Promise<void>((resolve, reject) => {
    const fail = () => reject(new ClearError(`PostgreSQL did not start: ${lastLine(log)}`));
    const limit = setTimeout(fail, startLimitMs);
    child.stderr?.on("data", (chunk) => {
      log = (log + String(chunk)).slice(-8_000);
      if (!/database system is ready to accept (read-only )?connections/.test(log)) return;
      clearTimeout(limit);
      resolve();
    });
    void ended.then(fail).finally(() => clearTimeout(limit));
  });
  const stop = async (how: "fast" | "immediate" = "fast") => {
    wasAsked = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
    const limit = setTimeout(() => child.kill("SIGQUIT"), stopLimitMs);
    await ended;
    clearTimeout(limit);
    child.stdin?.destroy();
  };
  return { ready, ended, stop };
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "no message";
}

function codeOf(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "unknown reason";
}
