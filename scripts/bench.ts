import { parseArgs } from "node:util";
import { createRunning } from "#scripts/running.ts";
import type { Figure } from "#tests/bench/compare.ts";
import { measureImporting } from "#tests/bench/importing.ts";
import { measurePropose } from "#tests/bench/matching-propose.ts";
import { measureRound } from "#tests/bench/matching-round.ts";
import { measurePages } from "#tests/bench/pages.ts";
import { measureRegisterSearch } from "#tests/bench/register-search.ts";
import { measureSettling } from "#tests/bench/settling.ts";

/**
 * `npm run bench`: every figure against a baseline of the same run. `--json` prints one JSON object as the last line, keys are dotted paths,
 * each `{ ratio, value, baseline, unit, p50, p95, p99 }`; without it, a table. Takes some minutes; nothing else should run meanwhile.
 * `--only import` measures one part (pages, settling, import, register, matching); `--import-households 1684800 --import-rounds 1` is the register of a
 * province, `--matching-needs 20000 --matching-intents 3000` a smaller round.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      only: { type: "string" },
      "import-households": { type: "string", default: "50000" },
      "register-households": { type: "string", default: "1684800" },
      "import-rounds": { type: "string", default: "3" },
      "matching-needs": { type: "string", default: "150000" },
      "matching-intents": { type: "string", default: "20000" },
    },
  });
  const parts: Readonly<Record<string, () => Promise<Record<string, Figure>>>> = {
    pages: () => measurePages(running),
    settling: () => measureSettling(running),
    import: () =>
      measureImporting(running, {
        households: Number(values["import-households"]),
        rounds: Number(values["import-rounds"]),
      }),
    register: () => measureRegisterSearch(running, { households: Number(values["register-households"]) }),
    matching: async () => {
      const size = { needs: Number(values["matching-needs"]), intents: Number(values["matching-intents"]) };
      return { ...(await measurePropose(running, size)), ...(await measureRound(size)) };
    },
  };
  const { only } = values;
  if (only !== undefined && !(only in parts)) throw new Error(`--only knows ${Object.keys(parts).join(", ")}.`);
  const running = createRunning("Ending the benchmark ...", 130);
  const figures: Record<string, Figure> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || only === name) Object.assign(figures, await measure());
  }
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
