import { monitorEventLoopDelay } from "node:perf_hooks";
import type { PoolUse } from "#db/pool.server.ts";
import { createRegistry, type Sample } from "./registry.ts";

/** What one process counts of itself. */
export type SiteMetrics = {
  requestDone: (request: {
    route: string;
    method: string;
    status: number;
    seconds: number;
    pageCache: string | null;
  }) => void;
  queryDone: (query: { pool: string; isRefused: boolean; seconds: number; isSlow: boolean }) => void;
  providerCallDone: (call: { call: string; outcome: string; seconds: number }) => void;
  /** Pools, replicas and the like are asked when somebody reads. */
  watchPool: (name: string, use: () => PoolUse) => void;
  watchReplicas: (read: () => readonly ReplicaState[]) => void;
  /** From now on the delay of the event loop is measured; for processes that serve. */
  watchEventLoop: () => void;
  text: () => string;
};

/** Of one replica, by its number in the setting: an address may hold a password. */
export type ReplicaState = { number: number; isInUse: boolean; lagSeconds: number | null; reads: number };

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const queryBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const knownMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

export function createSiteMetrics(): SiteMetrics {
  const registry = createRegistry();
  const requests = registry.counter("jiedui_requests_total", "Answers by route, method and status.");
  const requestSeconds = registry.histogram(
    "jiedui_request_seconds",
    "From the first byte of a request to its end.",
    requestBuckets,
  );
  const pageCache = registry.counter(
    "jiedui_page_cache_total",
    "Public pages from the page cache (hit) or rendered for it (miss).",
  );
  const queries = registry.counter("jiedui_queries_total", "Statements by pool and outcome.");
  const querySeconds = registry.histogram("jiedui_query_seconds", "Time of statements by pool.", queryBuckets);
  const slowQueries = registry.counter("jiedui_slow_queries_total", "Statements over the threshold of SLOW_QUERY_MS.");
  const calls = registry.counter("jiedui_stripe_calls_total", "Calls of the payment provider by outcome.");
  const callSeconds = registry.histogram(
    "jiedui_stripe_call_seconds",
    "Time of calls of the payment provider.",
    requestBuckets,
  );
  const pools = new Map<string, () => PoolUse>();
  const ofPools = (read: (use: PoolUse) => readonly (readonly [string, number])[]): Sample[] =>
    [...pools].flatMap(([pool, use]) => read(use()).map(([state, value]) => ({ labels: { pool, state }, value })));
  registry.gauge("jiedui_pool_connections", "Connections to the database by pool and state; max is the limit.", () =>
    ofPools(({ max, lent, idle, opening }) => [
      ["max", max],
      ["lent", lent],
      ["idle", idle],
      ["opening", opening],
    ]),
  );
  registry.gauge("jiedui_pool_waiting", "How many wait for a connection.", () =>
    [...pools].map(([pool, use]) => ({ labels: { pool }, value: use().waiting })),
  );
  addProcess(registry);
  return {
    requestDone({ route, method, status, seconds, pageCache: outcome }) {
      requests.add({ route, method: knownMethods.has(method) ? method : "other", status: String(status) });
      requestSeconds.observe({ route }, seconds);
      if (outcome !== null) pageCache.add({ outcome });
    },
    queryDone({ pool, isRefused, seconds, isSlow }) {
      queries.add({ pool, outcome: isRefused ? "error" : "ok" });
      querySeconds.observe({ pool }, seconds);
      if (isSlow) slowQueries.add({ pool });
    },
    providerCallDone({ call, outcome, seconds }) {
      calls.add({ call, outcome });
      callSeconds.observe({ call }, seconds);
    },
    watchPool: (name, use) => void pools.set(name, use),
    watchReplicas(read) {
      const ofReplicas = (value: (state: ReplicaState) => number | null): Sample[] =>
        read().flatMap((state) => {
          const found = value(state);
          return found === null ? [] : [{ labels: { replica: String(state.number) }, value: found }];
        });
      registry.gauge("jiedui_replica_in_use", "Whether public pages may read this replica now.", () =>
        ofReplicas(({ isInUse }) => (isInUse ? 1 : 0)),
      );
      registry.gauge(
        "jiedui_replica_lag_seconds",
        "How far the replica is behind; absent while it does not answer.",
        () => ofReplicas(({ lagSeconds }) => lagSeconds),
      );
      registry.gauge(
        "jiedui_replica_reads_total",
        "Statements and transactions that a replica answered.",
        () => ofReplicas(({ reads }) => reads),
        "counter",
      );
    },
    watchEventLoop() {
      const delay = monitorEventLoopDelay({ resolution: 20 });
      delay.enable();
      registry.gauge("jiedui_event_loop_delay_seconds", "Delay of the event loop since the last reading.", () => {
        const seconds = (nanoseconds: number) => Number((nanoseconds / 1e9).toFixed(6));
        const samples = [
          { labels: { quantile: "0.5" }, value: seconds(delay.percentile(50)) },
          { labels: { quantile: "0.99" }, value: seconds(delay.percentile(99)) },
          { labels: { quantile: "1" }, value: seconds(delay.max) },
        ];
        delay.reset();
        return samples;
      });
    },
    text: registry.text,
  };
}

function addProcess(registry: ReturnType<typeof createRegistry>): void {
  const one = (value: number): Sample[] => [{ labels: {}, value }];
  registry.gauge("jiedui_process_resident_bytes", "Memory of this process.", () => one(process.memoryUsage.rss()));
  registry.gauge(
    "jiedui_process_cpu_seconds_total",
    "Processor time of this process.",
    () => {
      const { user, system } = process.cpuUsage();
      return one((user + system) / 1e6);
    },
    "counter",
  );
  registry.gauge("jiedui_process_start_time_seconds", "When this process began.", () =>
    one(Math.round(Date.now() / 1000 - process.uptime())),
  );
}
