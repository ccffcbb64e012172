import { createDb, type DbConnection } from "./client.server.ts";
import type { Connection } from "./connection.server.ts";

export type ReplicaMonitor = {
  /** The number of a replica that has everything a visitor may know of, each in turn; null: ask the primary. */
  pick: () => number | null;
  /** Something public changed: no replica is asked until it is known to have it. */
  noteChange: () => void;
  /** It did not answer; asked again when it does. */
  leaveOut: (replica: number) => void;
  states: () => readonly { number: number; isInUse: boolean; lagSeconds: number | null }[];
  close: () => Promise<void>;
};

export type ReplicaMonitorOptions = {
  primaryUrl: string;
  replicaUrls: readonly string[];
  /** A replica that is further behind than this, or has not been heard of for as long, is left out. */
  maxLagMs: number;
  applicationName: string;
};

type Replica = { url: string; watch: Watch; replayed: bigint | null; isAnswering: boolean };
type Watch = { connection: DbConnection; session: Connection | null };
/** How far the primary had written at a moment: who has replayed as much is no older than that. */
type Sample = { at: number; position: bigint };

const restMs = 1_000;
/** While a replica is a little behind after a change. */
const hasteMs = 50;
const keptSamples = 120;
const primaryPosition = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text as position";
const replayedPosition =
  "select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::text end as position";

/**
 * Knows which streaming replicas may be read for public pages. The rule is exact, not a guess of seconds: after each change a replica is read
 * only when it has replayed at least as far as the primary had written when the change was heard of. So the page cache cannot keep a
 * page of before. A replica that lags, died or was promoted is left out and comes back by itself.
 */
export function createReplicaMonitor({
  primaryUrl,
  replicaUrls,
  maxLagMs,
  applicationName,
}: ReplicaMonitorOptions): ReplicaMonitor {
  const watchOf = (url: string): Watch => ({ connection: createDb(url, { max: 1, applicationName }), session: null });
  const primary = watchOf(primaryUrl);
  const replicas = replicaUrls.map(
    (url): Replica => ({ url, watch: watchOf(url), replayed: null, isAnswering: false }),
  );
  const samples: Sample[] = [];
  let changes = 0;
  /** Where the primary was after the last change; null: not asked yet. */
  let needed: bigint | null = null;
  let turn = 0;
  let isClosed = false;
  let isLooking = false;
  let timer: NodeJS.Timeout | undefined;

  const lagOf = ({ replayed, isAnswering }: Replica): number | null => {
    if (!isAnswering || replayed === null) return null;
    const reached = samples.filter(({ position }) => position <= replayed).at(-1);
    return reached === undefined ? null : performance.now() - reached.at;
  };
  const isInUse = (replica: Replica): boolean => {
    const lag = lagOf(replica);
    return (
      lag !== null && lag <= maxLagMs && needed !== null && replica.replayed !== null && replica.replayed >= needed
    );
  };

  const look = async () => {
    if (isLooking || isClosed) return;
    isLooking = true;
    const seen = changes;
    const at = performance.now();
    const [position] = await Promise.all([
      ask(primary, primaryPosition),
      ...replicas.map(async (replica) => {
        const replayed = await ask(replica.watch, replayedPosition);
        replica.isAnswering = replayed !== null;
        replica.replayed = replayed;
      }),
    ]);
    if (position !== null) {
      samples.push({ at, position });
      if (samples.length > keptSamples) samples.shift();
      if (needed === null && seen === changes) needed = position;
    }
    isLooking = false;
    const isBehind =
      needed === null || replicas.some((one) => one.isAnswering && (one.replayed ?? 0n) < (needed ?? 0n));
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(look, isBehind && position !== null ? hasteMs : restMs).unref();
  };
  void look();

  return {
    pick() {
      for (let tries = 0; tries < replicas.length; tries += 1) {
        turn = (turn + 1) % replicas.length;
        const replica = replicas[turn];
        if (replica && isInUse(replica)) return turn;
      }
      return null;
    },
    noteChange() {
      changes += 1;
      needed = null;
      void look();
    },
    leaveOut(number) {
      const replica = replicas[number];
      if (replica) replica.isAnswering = false;
    },
    states: () =>
      replicas.map((replica, index) => {
        const lag = lagOf(replica);
        return { number: index + 1, isInUse: isInUse(replica), lagSeconds: lag === null ? null : lag / 1000 };
      }),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const watches = [primary, ...replicas.map(({ watch }) => watch)];
      for (const { session } of watches) session?.end();
      await Promise.all(watches.map(({ connection }) => connection.close()));
    },
  };
}

/** One number over a session of its own, opened anew when it is gone; null: no answer. */
async function ask(watch: Watch, question: string): Promise<bigint | null> {
  if (watch.session === null || watch.session.isOver()) watch.session = watch.connection.openSession();
  try {
    const [row] = await watch.session.run(question);
    return typeof row?.position === "string" ? BigInt(row.position) : null;
  } catch {
    watch.session.end();
    return null;
  }
}
