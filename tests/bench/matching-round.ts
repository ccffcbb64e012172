import { assignRound, type RoundResult } from "#app/domain/matching/assign-round.ts";
import { defaultWeights } from "#app/domain/matching/weights.ts";
import type { Figure } from "./compare.ts";
import { inventMarket } from "./invented-market.ts";

type Round = RoundResult & { seconds: number; megabytes: number };

/**
 * `matching.round`: the points of the weekly round against those of taking turns, on an invented province. `p50`, `p95` and `p99` are the
 * milliseconds of a quarter, a half and the whole of the size, so that what a doubling costs can be read; gap to the bound, seconds and memory
 * are printed as well.
 */
export function measureRound({ needs, intents }: { needs: number; intents: number }): Promise<Record<string, Figure>> {
  const rounds = [4, 2, 1].map((part) =>
    runRound({ needs: Math.round(needs / part), intents: Math.round(intents / part) }),
  );
  const whole = rounds.at(-1);
  if (!whole) throw new Error("no round");
  const [quarter = 0, half = 0, all = 0] = rounds.map(({ seconds }) => Math.round(seconds * 1_000));
  const figure: Figure = {
    ratio: Number((whole.points / whole.greedyPoints).toFixed(4)),
    value: Math.round(whole.points / 1_000),
    baseline: Math.round(whole.greedyPoints / 1_000),
    unit: "points",
    p50: quarter,
    p95: half,
    p99: all,
  };
  return Promise.resolve({ "matching.round": figure });
}

function runRound(size: { needs: number; intents: number }): Round {
  const market = inventMarket({ ...size, seed: 3 });
  const startedAt = performance.now();
  const work = assignRound(market.needs, market.intents, defaultWeights);
  let megabytes = 0;
  for (;;) {
    const step = work.next();
    megabytes = Math.max(megabytes, step.done || Math.random() < 0.001 ? process.memoryUsage().rss / 1_000_000 : 0);
    if (!step.done) continue;
    const result = step.value;
    const seconds = (performance.now() - startedAt) / 1_000;
    const gap = ((1 - result.points / result.boundPoints) * 100).toFixed(3);
    console.error(
      `  matching.round: ${size.needs} needs, ${size.intents} intents: ${result.assignments.length} assigned in ${seconds.toFixed(1)} s, ` +
        `${(result.points / result.greedyPoints).toFixed(4)} of taking turns, gap to the bound ${gap} %, ${Math.round(megabytes)} MB`,
    );
    return { ...result, seconds, megabytes };
  }
}
