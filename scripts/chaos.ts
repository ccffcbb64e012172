import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildSiteWhenChanged, hashSources } from "#scripts/build-site.ts";
import { ClearError } from "#scripts/clear-error.ts";
import { projectFolder } from "#scripts/parts.ts";
import { createRunning } from "#scripts/running.ts";
import { percentile } from "#tests/chaos/percentile.ts";
import { startChaosServer } from "#tests/chaos/platform.ts";
import { rows } from "#tests/chaos/rows.ts";
import { type Row, type RunReport, runRow } from "#tests/chaos/run-row.ts";

type Plan = { rows: readonly Row[]; seeds: readonly number[]; donors: number; resumes: boolean };

/** Every run that came to its end, a line each, with the build and the number of donors it was played with. */
const journalPath = join(projectFolder, ".cache", "chaos-runs.jsonl");

/**
 * `npm run chaos`: plays the matrix of faults against the built site, the local Stripe and a real PostgreSQL, and checks after every run
 * that every fen is where it belongs. `--row N` plays one row, `--seeds N` so many seeds (20), `--seed S` exactly one, `--donors N` so
 * many donors (500), `--resume` leaves out what was played of this very build before and counts it. Ends with 1 when anything did not hold.
 */
async function main(): Promise<void> {
  const plan = readPlan();
  const running = createRunning("Ending the chaos runs ...", 130);
  await buildSiteWhenChanged(running);
  const setting = { build: await hashSources(), donors: plan.donors };
  const played = plan.resumes ? await readJournal(setting) : [];
  const server = await startChaosServer();
  running.add(server.end);
  const reports: RunReport[] = [];
  for (const row of plan.rows) {
    console.log(`\nrow ${row.number}: ${row.name}`);
    for (const seed of plan.seeds) {
      const before = played.find((one) => one.row === row.number && one.seed === seed);
      const report = before ?? (await playOnce(server, row, { seed, donors: plan.donors }));
      reports.push(report);
      printRun(report);
      if (before === undefined) await writeJournal(setting, report);
    }
  }
  printSummary(plan, reports);
  await running.finish(reports.some(({ violations }) => violations.length > 0) ? 1 : 0);
}

/** A run that does not come to its end is a violation like any other: the others go on. */
async function playOnce(
  server: Awaited<ReturnType<typeof startChaosServer>>,
  row: Row,
  options: { seed: number; donors: number },
): Promise<RunReport> {
  try {
    return await runRow(server, row, options);
  } catch (failure) {
    const violations = [`did not end: ${failure instanceof Error ? failure.message : String(failure)}`];
    const nothing = { acknowledged: 0, perSecond: 0, p99Ms: 0, recoveryMs: 0, seconds: 0 };
    return { row: row.number, seed: options.seed, violations, ...nothing };
  }
}

type Setting = { build: string; donors: number };

/** The newest report of each run of this build. */
async function readJournal({ build, donors }: Setting): Promise<RunReport[]> {
  if (!existsSync(journalPath)) return [];
  const lines = (await readFile(journalPath, "utf8")).split("\n").filter((line) => line !== "");
  const entries: (Setting & { report: RunReport })[] = lines.map((line) => JSON.parse(line));
  return entries
    .filter((entry) => entry.build === build && entry.donors === donors)
    .map(({ report }) => report)
    .reverse();
}

async function writeJournal(setting: Setting, report: RunReport): Promise<void> {
  await mkdir(dirname(journalPath), { recursive: true });
  await appendFile(journalPath, `${JSON.stringify({ ...setting, report })}\n`);
}

function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      row: { type: "string", multiple: true },
      seeds: { type: "string", default: "20" },
      seed: { type: "string" },
      donors: { type: "string", default: "500" },
      resume: { type: "boolean", default: false },
    },
  });
  const wanted = values.row?.map((word) => readNumber("--row", word));
  const chosen = rows.filter(({ number }) => wanted?.includes(number) ?? true);
  if (chosen.length === 0) throw new ClearError(`--row takes one of ${rows.map(({ number }) => number).join(", ")}.`);
  const seeds =
    values.seed === undefined
      ? Array.from({ length: readNumber("--seeds", values.seeds) }, (_, index) => index + 1)
      : [readNumber("--seed", values.seed)];
  return { rows: chosen, seeds, donors: readNumber("--donors", values.donors), resumes: values.resume };
}

function readNumber(option: string, word: string): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number < 1) throw new ClearError(`${option} takes a whole number from 1 on.`);
  return number;
}

function printRun({ seed, violations, acknowledged, perSecond, p99Ms, recoveryMs, seconds }: RunReport): void {
  const verdict = violations.length === 0 ? "holds" : "OFF  ";
  console.log(
    `  ${verdict} seed ${String(seed).padEnd(3)} ${acknowledged} acknowledged, ${perSecond}/s, p99 ${p99Ms} ms, back after ${recoveryMs} ms, ${seconds} s`,
  );
  for (const violation of violations.slice(0, 12)) console.log(`         ${violation}`);
}

function printSummary({ rows: played, donors }: Plan, reports: readonly RunReport[]): void {
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${donors} donors`);
  console.table(
    Object.fromEntries(
      played.map((row) => {
        const runs = reports.filter((report) => report.row === row.number);
        return [
          `${row.number} ${row.name}`,
          {
            runs: runs.length,
            hold: runs.filter(({ violations }) => violations.length === 0).length,
            "per second": percentile(
              runs.map(({ perSecond }) => perSecond),
              0.5,
            ),
            "p99 ms": percentile(
              runs.map(({ p99Ms }) => p99Ms),
              0.5,
            ),
            "back after ms (worst)": Math.max(...runs.map(({ recoveryMs }) => recoveryMs)),
          },
        ];
      }),
    ),
  );
}

main().catch((failure: unknown) => {
  console.error(failure instanceof ClearError ? failure.message : failure);
  process.exit(1);
});
