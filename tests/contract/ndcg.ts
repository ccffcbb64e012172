import type { Grades } from "./judged-queries.ts";

const gain = (grade: number, position: number) => (2 ** grade - 1) / Math.log2(position + 2);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Normalised discounted cumulative gain of the first `depth` hits: 1 when nothing could stand in a better order. */
export function ndcg(ids: readonly string[], grades: Grades, depth = 10): number {
  const reached = sum(ids.slice(0, depth).map((id, position) => gain(grades[id] ?? 0, position)));
  const best = Object.values(grades).sort((a, b) => b - a);
  return reached / sum(best.slice(0, depth).map(gain));
}
