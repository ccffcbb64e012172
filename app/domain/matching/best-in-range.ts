/** The largest of many numbers between two places, kept while single numbers fall: a tournament tree over a fixed order. */
export type BestInRange = {
  /** The place of the largest number in [from, to); the earlier one among equals; -1 where the range is empty. */
  best: (from: number, to: number) => number;
  /** Tells that the number at a place has changed. */
  changed: (place: number) => void;
};

export function createBestInRange(count: number, valueAt: (place: number) => number): BestInRange {
  let leaves = 1;
  while (leaves < count) leaves *= 2;
  const winners = new Int32Array(2 * leaves).fill(-1);
  for (let place = 0; place < count; place += 1) winners[leaves + place] = place;
  const better = (a: number, b: number): number => {
    if (a < 0) return b;
    if (b < 0) return a;
    const [valueA, valueB] = [valueAt(a), valueAt(b)];
    return valueB > valueA || (valueB === valueA && b < a) ? b : a;
  };
  for (let node = leaves - 1; node > 0; node -= 1) {
    winners[node] = better(winners[2 * node] ?? -1, winners[2 * node + 1] ?? -1);
  }
  return {
    best(from, to) {
      let found = -1;
      let low = from + leaves;
      let high = to + leaves;
      while (low < high) {
        if (low & 1) found = better(found, winners[low++] ?? -1);
        if (high & 1) found = better(found, winners[--high] ?? -1);
        low >>= 1;
        high >>= 1;
      }
      return found;
    },
    changed(place) {
      for (let node = (place + leaves) >> 1; node > 0; node >>= 1) {
        winners[node] = better(winners[2 * node] ?? -1, winners[2 * node + 1] ?? -1);
      }
    },
  };
}
