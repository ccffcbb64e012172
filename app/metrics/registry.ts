/**
 * Figures in the text format of Prometheus (version 0.0.4). Our own few lines, because the process and the site's build each have a copy of
 * every module, and what counts must be one object that is handed on. A figure is a name, a few labels out of fixed words, and a number: never
 * anything a person typed or is called.
 */
export type Labels = Readonly<Record<string, string>>;

export type Counter = { add: (labels: Labels, amount?: number) => void };
export type Histogram = { observe: (labels: Labels, value: number) => void };
export type Sample = { labels: Labels; value: number };

export type Registry = {
  counter: (name: string, help: string) => Counter;
  /** `buckets` in ascending order, in the unit of the name. */
  histogram: (name: string, help: string, buckets: readonly number[]) => Histogram;
  /** Asked for when somebody reads. */
  gauge: (name: string, help: string, read: () => readonly Sample[], type?: "gauge" | "counter") => void;
  text: () => string;
};

/** More series than this of one name would be a label that is no fixed word; what comes later is counted as `other`. */
const largestSeries = 2_000;

export function createRegistry(): Registry {
  const parts: (() => string[])[] = [];
  return {
    counter(name, help) {
      const values = new Map<string, number>();
      parts.push(() => [
        ...headOf(name, help, "counter"),
        ...[...values].map(([labels, value]) => `${name}${labels} ${value}`),
      ]);
      return {
        add(labels, amount = 1) {
          const key = labelText(within(values, labels));
          values.set(key, (values.get(key) ?? 0) + amount);
        },
      };
    },
    histogram(name, help, buckets) {
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
      parts.push(() => [
        ...headOf(name, help, "histogram"),
        ...[...series.values()].flatMap(({ labels, counts, sum, count }) => [
          ...buckets.map((le, index) => `${name}_bucket${labelText({ ...labels, le: String(le) })} ${counts[index]}`),
          `${name}_bucket${labelText({ ...labels, le: "+Inf" })} ${count}`,
          `${name}_sum${labelText(labels)} ${Number(sum.toFixed(6))}`,
          `${name}_count${labelText(labels)} ${count}`,
        ]),
      ]);
      return {
        observe(labels, value) {
          const kept = within(series, labels);
          const key = labelText(kept);
          const known = series.get(key) ?? { labels: kept, counts: buckets.map(() => 0), sum: 0, count: 0 };
          series.set(key, known);
          known.sum += value;
          known.count += 1;
          for (let index = buckets.length - 1; index >= 0 && value <= (buckets[index] ?? 0); index -= 1)
            known.counts[index] = (known.counts[index] ?? 0) + 1;
        },
      };
    },
    gauge(name, help, read, type = "gauge") {
      parts.push(() => [
        ...headOf(name, help, type),
        ...read().map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
      ]);
    },
    text: () =>
      parts
        .flatMap((part) => part())
        .map((line) => `${line}\n`)
        .join(""),
  };
}

function headOf(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function within(known: ReadonlyMap<string, unknown>, labels: Labels): Labels {
  return known.size < largestSeries || known.has(labelText(labels)) ? labels : others(labels);
}

function others(labels: Labels): Labels {
  return Object.fromEntries(Object.keys(labels).map((name) => [name, "other"]));
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (one) => (one === "\n" ? "\\n" : `\\${one}`));
}
