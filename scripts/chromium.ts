import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { ClearError } from "#scripts/clear-error.ts";
import { showProgress } from "#scripts/progress.mjs";

const wellKnownPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium that starts on this machine: the one of CHROMIUM, an installed one, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== "") {
    if (!doesStart(given)) throw new ClearError(`CHROMIUM names ${given}, and that is no Chromium that starts.`);
    return given;
  }
  return [...wellKnownPaths, chromium.executablePath()].find(doesStart) ?? null;
}

/**
 * As `findChromium`, and installs one when there is none: with apt as root on Debian, else by Playwright.
 * @throws ClearError with one sentence on how to get one
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  await showProgress("Getting Chromium for the browser tests", async () => installChromium());
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new ClearError(
    "There is no Chromium for the browser tests: install one (Debian: apt-get install chromium fonts-noto-cjk; macOS: Google Chrome), or set CHROMIUM to its path.",
  );
}

function installChromium(): void {
  const isRoot = process.getuid?.() === 0;
  if (process.platform === "linux" && isRoot && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update"], env);
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], env);
    if (findChromium() !== null) return;
  }
  run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], process.env);
}

/** A failed attempt is no end: the next way is tried, and the caller looks again. */
function run(command: string, words: string[], env: NodeJS.ProcessEnv): void {
  spawnSync(command, words, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
}

/** The file alone proves little: Ubuntu's `chromium-browser` is a note that asks for snap. */
function doesStart(path: string): boolean {
  return existsSync(path) && spawnSync(path, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}
