import { parseArgs } from "node:util";
import { createRunning } from "#scripts/running.ts";
import type { Figure } from "#tests/bench/compare.ts";
import { measurePages } from "#tests/bench/pages.ts";
import { measureSettling } from "#tests/bench/settling.ts";

/**
 * `npm run bench`: every figure against a baseline of the same run. `--json` prints one JSON object as the last line, keys are dotted paths,
 * each `{ ratio, value, baseline, unit, p50, p95, p99 }`; without it, a table. Takes about two minutes; nothing else should run meanwhile.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const running = createRunning("Ending the benchmark ...", 130);
  const figures: Record<string, Figure> = { ...(await measurePages(running)), ...(await measureSettling(running)) };
  await running.endAll();
  if (values.json) console.log(JSON.stringify(figures));
  else printTable(figures);
  process.exit(0);
}

function printTable(figures: Readonly<Record<string, Figure>>): void {
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([key, figure]) => [
        key,
        {
          ratio: figure.ratio,
          ours: figure.value,
          baseline: figure.baseline,
          unit: figure.unit,
          "p50 ms": figure.p50,
          "p95 ms": figure.p95,
          "p99 ms": figure.p99,
        },
      ]),
    ),
  );
}

await main();
