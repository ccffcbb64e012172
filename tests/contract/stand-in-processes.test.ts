import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import { clockWithOffset } from "#tests/stand-ins/clock.ts";
import { charity, giftRequest, webhookSecret } from "./stripe-setup.ts";

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts a stand-in as the demo does, with nothing in the environment but what is given. */
function start(name: "stripe" | "smtp", environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", `tests/stand-ins/${name}/main.ts`], {
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  return child;
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (!stream) return "";
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.trim();
}

test("the Stripe process says when it is ready, follows the clock file, and ends cleanly on SIGTERM", async () => {
  const directory = mkdtempSync(join(tmpdir(), "stand-in-"));
  try {
    const offsetFile = join(directory, "offset");
    writeFileSync(offsetFile, "86400000");
    const child = start("stripe", {
      STRIPE_STAND_IN_PORT: "0",
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_STAND_IN_STATE: join(directory, "state", "stripe.json"),
      STRIPE_STAND_IN_ACCOUNTS: '{"acct_charity":"潭江侨乡慈善会"}',
      CLOCK_OFFSET_FILE: offsetFile,
    });
    const [, port] = /^stripe stand-in ready on http:\/\/127\.0\.0\.1:(\d+)$/.exec(await firstLine(child.stdout)) ?? [];
    const stripe = new Stripe("sk_test_x", { host: "127.0.0.1", port: Number(port), protocol: "http" });
    const session = await stripe.checkout.sessions.create(giftRequest(), charity);
    expect(session.created - Date.now() / 1000).toBeGreaterThan(86_000);
    const page = await fetch(session.url ?? "");
    expect(await page.text()).toContain("潭江侨乡慈善会");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("the mail process says where the inbox is, and ends cleanly on SIGTERM", async () => {
  const child = start("smtp", { SMTP_CATCHER_PORT: "0", SMTP_CATCHER_HTTP_PORT: "0" });
  const line = await firstLine(child.stdout);
  expect(line).toMatch(/^smtp catcher ready on smtp:\/\/127\.0\.0\.1:\d+, inbox on http:\/\/127\.0\.0\.1:\d+$/);
  const inbox = await fetch(line.replace(/^.* inbox on /, ""));
  expect(inbox.status).toBe(200);
  await inbox.text();
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each<[string, Record<string, string>, string]>([
  ["without a webhook secret", { STRIPE_STAND_IN_PORT: "0" }, "STRIPE_WEBHOOK_SECRET is not set"],
  [
    "with a wrong port",
    { STRIPE_STAND_IN_PORT: "lots", STRIPE_WEBHOOK_SECRET: "x" },
    "STRIPE_STAND_IN_PORT is not a port: lots",
  ],
])("the Stripe process %s ends with one sentence", async (_, environment, sentence) => {
  const child = start("stripe", environment);
  const [line, [code]] = await Promise.all([firstLine(child.stderr), once(child, "exit")]);
  expect([line, code]).toEqual([`stripe stand-in cannot start: ${sentence}`, 1]);
});

test("H9: the clock follows its file, and keeps real time without one", () => {
  const directory = mkdtempSync(join(tmpdir(), "clock-"));
  const file = join(directory, "offset");
  const now = clockWithOffset(file);
  // + 0: rounding may give -0, and toBe tells it from 0.
  const offset = () => Math.round((now().getTime() - Date.now()) / 1000) + 0;
  expect(offset()).toBe(0);
  writeFileSync(file, "-600000\n");
  expect(offset()).toBe(-600);
  writeFileSync(file, "tomorrow");
  expect(offset()).toBe(0);
  rmSync(directory, { recursive: true });
});
