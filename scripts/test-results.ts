import { readFileSync } from "node:fs";
import { z } from "zod";

export type TestCounts = { passed: number; failed: number; skipped: number };

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** A file that could not be loaded has no tests, and one whose setup failed has none that ran: nothing in them says so. */
function isBroken(file: { status: string; assertionResults: readonly { status: string }[] }): boolean {
  return file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed");
}

/** Counts of vitest's JSON report. A file that could not be loaded or set up counts as one failure. */
export function countVitest(reportPath: string): TestCounts {
  const report = vitestSchema.parse(readJson(reportPath));
  const brokenFiles = report.testResults.filter(isBroken).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts of Playwright's JSON report. An error outside of any test (the site did not start) counts as a failure. */
export function countPlaywright(reportPath: string): TestCounts {
  const { stats, errors } = playwrightSchema.parse(readJson(reportPath));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

const vitestFailuresSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/**
 * A line for every failed test of vitest's JSON report: its file, name and the first line of what was wrong. Said again at the very end,
 * because thousands of lines of other tests and of the browser's come after the place where it happened.
 */
export function listVitestFailures(reportPath: string): string[] {
  const { testResults } = vitestFailuresSchema.parse(readJson(reportPath));
  return testResults.flatMap((file) => {
    if (isBroken(file)) return [`${file.name}: ${firstLine(file.message)}`];
    return file.assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${file.name}: ${fullName}: ${firstLine(failureMessages[0] ?? "")}`);
  });
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Adds up the runners. A runner that failed without naming a failed test (it crashed, or left an error behind) adds one failure, so that
 * the last line and the exit code can never disagree.
 */
export function addUp(runs: readonly { counts: TestCounts; isOk: boolean }[]): TestCounts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts, isOk } of runs) {
    total.passed += counts.passed;
    total.failed += isOk || counts.failed > 0 ? counts.failed : 1;
    total.skipped += counts.skipped;
  }
  return total;
}

/** The last line of `npm test`. */
export function describeCounts(counts: TestCounts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}
