import autocannon from "autocannon";

/** One figure of the benchmark: ours against a baseline of the same run; latencies in milliseconds are ours. */
export type Figure = {
  ratio: number;
  value: number;
  baseline: number;
  unit: string;
  p50: number;
  p95: number;
  p99: number;
};

export type LoadOptions = { rounds: number; seconds: number; connections: number };

type Load = { requestsPerSecond: number; latencies: number[] };

/**
 * Loads our address and the baseline in turn, the same time each, and compares the medians: absolute figures drift from hour to hour on
 * shared machines, the ratio of one run does not (performance.md).
 * @throws Error when any request failed or was not answered 200: a fast error is no result
 */
export async function compareLoads(
  addresses: { ours: string; baseline: string },
  { rounds, seconds, connections }: LoadOptions,
): Promise<Figure> {
  for (const url of Object.values(addresses)) await loadOf(url, 1, connections);
  const ours: Load[] = [];
  const baseline: Load[] = [];
  for (let round = 0; round < rounds; round += 1) {
    baseline.push(await loadOf(addresses.baseline, seconds, connections));
    ours.push(await loadOf(addresses.ours, seconds, connections));
  }
  return figureOf(ours, baseline);
}

function figureOf(ours: readonly Load[], baseline: readonly Load[]): Figure {
  const value = medianOf(ours.map((load) => load.requestsPerSecond));
  const baselineValue = medianOf(baseline.map((load) => load.requestsPerSecond));
  const latencies = ours.flatMap((load) => load.latencies).sort((a, b) => a - b);
  return {
    ratio: rounded(value / baselineValue, 3),
    value: rounded(value, 1),
    baseline: rounded(baselineValue, 1),
    unit: "requests/s",
    p50: rounded(percentileOf(latencies, 0.5), 2),
    p95: rounded(percentileOf(latencies, 0.95), 2),
    p99: rounded(percentileOf(latencies, 0.99), 2),
  };
}

/**
 * Several processes against the first of them alone: the same number of connections in all, shared out evenly. The load generator stands
 * beside them on the same machine.
 * @throws Error when any request failed or was not answered 200
 */
export async function compareProcesses(
  urls: readonly [string, ...string[]],
  { rounds, seconds, connections }: LoadOptions,
): Promise<Figure> {
  for (const url of urls) await loadOf(url, 1, connections);
  const together: Load[] = [];
  const alone: Load[] = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await loadOf(urls[0], seconds, connections));
    const share = Math.ceil(connections / urls.length);
    const parts = await Promise.all(urls.map((url) => loadOf(url, seconds, share)));
    together.push({
      requestsPerSecond: parts.reduce((sum, part) => sum + part.requestsPerSecond, 0),
      latencies: parts.flatMap((part) => part.latencies),
    });
  }
  return figureOf(together, alone);
}

async function loadOf(url: string, seconds: number, connections: number): Promise<Load> {
  const latencies: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ url, connections, duration: seconds }, (failure: Error | null, value) =>
      failure ? reject(failure) : resolve(value),
    );
    running.on("response", (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0 || latencies.length === 0) throw new Error(`${url}: ${bad} of ${latencies.length} requests failed`);
  return { requestsPerSecond: result.requests.total / result.duration, latencies };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which the share of sorted values lies, nearest rank. */
export function percentileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
