import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundled } from "#scripts/bundle-processes.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { projectFolder } from "#scripts/parts.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite } from "#tests/setup/site.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  // Makes sure that the build is there and of these sources.
  await (await startSite(database)).close();
}, 240_000);

afterAll(() => database.drop());

function startProcess(env: Record<string, string>, nodeWords: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...nodeWords, ...bundled("server")], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, NODE_ENV: "production", JIEDUI_MODE: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Resolves with the first line of the log that says this. */
async function waitForLine(
  child: ChildProcess,
  message: string,
  output: "stdout" | "stderr" = "stdout",
): Promise<string> {
  const stream = child[output];
  if (stream === null) throw new Error("no output");
  for await (const line of createInterface({ input: stream })) {
    if (line.includes(`"message":"${message}"`)) return line;
  }
  throw new Error(`the site ended without saying ${message}`);
}

describe("the site's process", () => {
  it("H2: asked to end, it answers what has begun, then ends with 0", async () => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const child = startProcess({
      PORT: String(port),
      BASE_URL: url,
      DATABASE_URL: database.url,
      RATE_LIMIT_FACTOR: "100",
    });
    const ended = once(child, "exit");
    await waitForLine(child, "listening");
    const form = () => new URLSearchParams({ email: "nobody@jiedui.example", password: "some long password" });
    const signIn = () => fetch(`${url}/login`, { method: "POST", headers: { Origin: url }, body: form() });
    const answers = [signIn(), signIn(), signIn(), signIn()];
    await Promise.race(answers);
    child.kill("SIGTERM");
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([422, 422, 422, 422]);
    expect(await ended).toEqual([0, null]);
    await expect(signIn()).rejects.toThrow();
  }, 60_000);

  it("H2: what it cannot work with ends it at once, with 1 and a sentence", async () => {
    const child = startProcess({ TRUST_PROXY: "some", DATABASE_URL: database.url });
    const ended = once(child, "exit");
    expect(await waitForLine(child, "start failed", "stderr")).toContain("TRUST_PROXY");
    expect(await ended).toEqual([1, null]);
  }, 60_000);

  it.each([
    ["uncaughtException", "throw new Error('bug')"],
    ["unhandledRejection", "Promise.reject(new Error('bug'))"],
  ])(
    "H2: %s is logged and ends the process with 1, after what has begun was answered",
    async (bug, words) => {
      const port = await findFreePort();
      const url = `http://127.0.0.1:${port}`;
      const env = { PORT: String(port), BASE_URL: url, DATABASE_URL: database.url };
      // why: nothing in the site throws on demand; SIGUSR2 does in this process only.
      const child = startProcess(env, ["--import", `data:text/javascript,process.on("SIGUSR2",()=>{${words}})`]);
      const ended = once(child, "exit");
      const logged = waitForLine(child, bug, "stderr");
      await waitForLine(child, "listening");
      const answers = [fetch(`${url}/about`), fetch(`${url}/about`)];
      await Promise.race(answers);
      child.kill("SIGUSR2");
      expect(await logged).toContain('"level":"error"');
      for (const answer of await Promise.all(answers)) await answer.arrayBuffer();
      expect(await ended).toEqual([1, null]);
      await expect(fetch(url)).rejects.toThrow();
    },
    60_000,
  );
});
