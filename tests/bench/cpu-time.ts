import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of processor time, by the kind of process that used them. */
export type CpuTimes = ReadonlyMap<string, number>;

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/**
 * What this process and all it started have used so far: where the time of a benchmark goes. Empty where there is no /proc.
 * @param kinds a name for each kind of process and words of its command line; this process itself is "load", PostgreSQL's are "postgres"
 */
export function readCpuTimes(kinds: Readonly<Record<string, string>>): CpuTimes {
  const parents = new Map<number, number>();
  const used = new Map<number, { kind: string; ms: number }>();
  for (const pid of listProcesses()) {
    try {
      // The name in parentheses may hold spaces; the fields after it are fixed: state, parent, …, user time, system time.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(pid, Number(fields[1]));
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      used.set(pid, { kind: kindOf(pid, words, kinds), ms: (Number(fields[11]) + Number(fields[12])) * tickMs });
    } catch {
      // It has ended meanwhile.
    }
  }
  const times = new Map<string, number>();
  for (const [pid, { kind, ms }] of used) if (isOurs(pid, parents)) times.set(kind, (times.get(kind) ?? 0) + ms);
  return times;
}

function listProcesses(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function kindOf(pid: number, words: string, kinds: Readonly<Record<string, string>>): string {
  if (pid === process.pid) return "load";
  if (words.includes("postgres")) return "postgres";
  return Object.entries(kinds).find(([, word]) => words.includes(word))?.[0] ?? "other";
}

function isOurs(pid: number, parents: ReadonlyMap<number, number>): boolean {
  let one: number | undefined = pid;
  while (one !== undefined && one > 1 && one !== process.pid) one = parents.get(one);
  return one === process.pid;
}
