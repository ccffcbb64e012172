import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { ensureChromium } from "#scripts/chromium.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { projectFolder } from "#scripts/parts.ts";
import { createRunning, type Running } from "#scripts/running.ts";
import {
  addUp,
  countPlaywright,
  countVitest,
  describeCounts,
  listVitestFailures,
  type TestCounts,
} from "#scripts/test-results.ts";

const resultsFolder = join(projectFolder, ".cache", "test-results");
const vitestReport = join(resultsFolder, "vitest.json");
const noCounts: TestCounts = { passed: 0, failed: 0, skipped: 0 };

type Run = { counts: TestCounts; isOk: boolean };
type Filters = { files: string[]; name: string | undefined };

/** `npm test -- tests/e2e/give.spec.ts donations -t "declined"`: parts of file names, and a part of a test's name. */
function readFilters(words: string[]): Filters {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { name: { type: "string", short: "t" } },
    });
    return { files: positionals, name: values.name };
  } catch {
    throw new ClearError('npm test takes parts of file names, and -t "part of a test name".');
  }
}

async function runAll(running: Running): Promise<number> {
  const filters = readFilters(process.argv.slice(2));
  await rm(resultsFolder, { recursive: true, force: true });
  await mkdir(resultsFolder, { recursive: true });
  const runs = [await runVitest(filters, running)];
  if (await hasBrowserTests(filters)) runs.push(await runBrowserTests(filters, running));
  const total = addUp(runs);
  if (existsSync(vitestReport)) for (const line of listVitestFailures(vitestReport)) console.log(`failed: ${line}`);
  console.log(describeCounts(total));
  return total.failed === 0 ? 0 : 1;
}

function runVitest(filters: Filters, running: Running): Promise<Run> {
  const words = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
  words.push(`--outputFile.json=${vitestReport}`, ...filters.files);
  if (filters.files.length > 0) words.push("--passWithNoTests");
  if (filters.name !== undefined) words.push("-t", filters.name);
  return runRunner(words, vitestReport, countVitest, running);
}

/** Without a word, all; with words, only those whose file name matches: a run of one unit test must not build the site. */
async function hasBrowserTests(filters: Filters): Promise<boolean> {
  const names = await readdir(join(projectFolder, "tests", "e2e"), { recursive: true }).catch(() => []);
  const specs = names.filter((name) => name.endsWith(".spec.ts")).map((name) => `tests/e2e/${name}`);
  return specs.some((spec) => filters.files.length === 0 || filters.files.some((word) => spec.includes(word)));
}

async function runBrowserTests(filters: Filters, running: Running): Promise<Run> {
  try {
    await ensureChromium();
    await buildSiteWhenChanged(running);
  } catch (failure) {
    console.error(describeFailure(failure));
    return { counts: noCounts, isOk: false };
  }
  const words = ["node_modules/@playwright/test/cli.js", "test", ...filters.files, "--pass-with-no-tests"];
  if (filters.name !== undefined) words.push("-g", filters.name);
  return runRunner(words, join(resultsFolder, "playwright.json"), countPlaywright, running);
}

async function runRunner(
  words: readonly string[],
  report: string,
  count: (path: string) => TestCounts,
  running: Running,
): Promise<Run> {
  // Its own process group: we get Ctrl-C once, and pass it on once.
  const child = spawn(process.execPath, words, {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
  running.add(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  });
  const code = await ended;
  return { counts: existsSync(report) ? count(report) : noCounts, isOk: code === 0 };
}

const running = createRunning("Ending the tests ...", 130);
runAll(running)
  .then((code) => running.finish(code))
  .catch((failure) => running.finish(1, describeFailure(failure)));
