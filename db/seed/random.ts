/**
 * A small seeded generator: the same seed gives the same people, needs and codes on every machine, so that a demo can be talked about
 * and a test can count on it. Never for secrets.
 */
export type Random = {
  /** A number in [0, 1). */
  next: () => number;
  /** A whole number from `min` to `max`, both included. */
  int: (min: number, max: number) => number;
  pick: <Item>(items: readonly Item[]) => Item;
  /** True with the given probability. */
  chance: (probability: number) => boolean;
  /** A UUID in version-4 form. */
  id: () => string;
  /** A public code in the form of `newPublicCode`. */
  publicCode: () => string;
};

const codeAlphabet = "0123456789BCDFGHJKMNPQRSTVWXYZ";

/** mulberry32: 32 bits of state, enough for a few thousand invented people. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const hex = (length: number) => Array.from({ length }, () => int(0, 15).toString(16)).join("");
  const letters = (length: number) =>
    Array.from({ length }, () => codeAlphabet.charAt(int(0, codeAlphabet.length - 1))).join("");
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError("pick wants at least one item");
      return item;
    },
    chance: (probability) => next() < probability,
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab".charAt(int(0, 3))}${hex(3)}-${hex(12)}`,
    publicCode: () => `${letters(5)}-${letters(5)}`,
  };
}
