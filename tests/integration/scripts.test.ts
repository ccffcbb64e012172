import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { findFreePort, isPortFree } from "#scripts/free-port.ts";
import { projectFolder } from "#scripts/parts.ts";
import { type PostgresServer, startPostgresServer } from "#scripts/postgres-server.ts";
import { createTestDatabase } from "#tests/setup/database.ts";

type Outcome = { code: number | null; output: string };

function runDemo(words: string[], env: Record<string, string>): Promise<Outcome> {
  const child = spawn(process.execPath, ["scripts/demo.mjs", ...words], {
    cwd: projectFolder,
    // Empty values keep a developer's own `.env` out of the test.
    env: { ...process.env, DATABASE_URL: "", HOST: "", ...env },
  });
  return outcomeOf(child);
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output: output.trim() })));
}

describe("npm run demo says one clear sentence and ends with 1", () => {
  it("when the port is taken", async () => {
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    const outcome = await runDemo([], { PORT: String(port) });
    other.close();
    expect(outcome).toEqual({
      code: 1,
      output: `Port ${port} is taken: end the program that uses it, or choose another: PORT=${port + 1} npm run demo.`,
    });
  });

  it("when the port is no port", async () => {
    expect(await runDemo([], { PORT: "http" })).toEqual({ code: 1, output: "PORT must be a number from 1 to 65535." });
  });

  it("when an option is unknown", async () => {
    const outcome = await runDemo(["--rest"], { PORT: String(await findFreePort()) });
    expect(outcome).toEqual({
      code: 1,
      output: "npm run demo knows one option: npm run demo -- --reset starts over with fresh data.",
    });
  });

  it("when the database of DATABASE_URL cannot be reached", async () => {
    const url = `postgres://jiedui@127.0.0.1:${await findFreePort()}/jiedui`;
    const { code, output } = await runDemo([], { PORT: String(await findFreePort()), DATABASE_URL: url });
    expect(code).toBe(1);
    expect(output.split("\n").at(-1)).toMatch(
      /^The database of DATABASE_URL cannot be reached .*unset DATABASE_URL\.$/,
    );
  });

  it("when a foreign database would be emptied without its name being spelled out", async () => {
    const database = await createTestDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const port = String(await findFreePort());
    const { code, output } = await runDemo(["--reset"], { PORT: port, DATABASE_URL: database.url });
    expect(code).toBe(1);
    expect(output.split("\n").at(-1)).toBe(
      `DATABASE_URL is set, and a reset deletes every table of the database ${name}: say so with --reset=${name}.`,
    );
    expect(await database.sql`select to_regclass('public.users') is not null as "isKept"`).toEqual([{ isKept: true }]);
    await database.drop();
  });
});

describe("our own PostgreSQL", () => {
  let folder: string;
  let server: PostgresServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jiedui-own-"));
    await chmod(folder, 0o711);
    server = await startPostgresServer({ folder, isDurable: false });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("refuses a second start on the same data", async () => {
    await expect(startPostgresServer({ folder, isDurable: false })).rejects.toThrow(
      /^Another start of this project already uses the data/,
    );
  });

  it("ends when the process that started it is killed without a word", async () => {
    await server.stop();
    const starter = `
      import { startPostgresServer } from "#scripts/postgres-server.ts";
      const server = await startPostgresServer({ folder: process.env.FOLDER, isDurable: false });
      console.log(server.port);
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", starter], {
      cwd: projectFolder,
      env: { ...process.env, FOLDER: folder },
    });
    const port = await new Promise<number>((resolve) => child.stdout.once("data", (chunk) => resolve(Number(chunk))));
    expect(await isPortFree(port)).toBe(false);
    child.kill("SIGKILL");
    await expect.poll(() => isPortFree(port), { timeout: 10_000 }).toBe(true);
  });
});

describe("the lock file", () => {
  it("names the packages of every platform, so that npm ci works on macOS too", () => {
    const { packages } = lockSchema.parse(JSON.parse(read("package-lock.json")));
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter((name) => !isInstalledFor(path, name, packages)),
    );
    expect(missing).toEqual([]);
  });
});

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) })),
});

/** Node's way of looking: beside the package that asks, then one folder up, and so on. */
function isInstalledFor(path: string, name: string, packages: Record<string, unknown>): boolean {
  const folders = path.split("/node_modules/");
  const places = folders.map((_, index) => folders.slice(0, index + 1).join("/node_modules/"));
  return ["", ...places.map((place) => `${place}/`)].some((place) => `${place}node_modules/${name}` in packages);
}

describe("the settings", () => {
  it("names in .env.example every key that the environment knows", () => {
    const keys = [...read("app/env.server.ts").matchAll(/^ {2}([A-Z][A-Z_]+): z/gm)].map((match) => match[1]);
    expect(keys.length).toBeGreaterThan(10);
    const example = read(".env.example");
    expect(keys.filter((key) => !new RegExp(`^(# )?${key}=`, "m").test(example))).toEqual([]);
  });
});

function read(path: string): string {
  return readFileSync(join(projectFolder, path), "utf8");
}
