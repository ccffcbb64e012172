import { z } from "zod";

/** Ways to spoil a delivery on its way (safety.md B2); the receiver must refuse each of them except `none`. */
export const tamperings = [
  "none",
  "altered_byte",
  "reserialised",
  "missing_header",
  "empty_header",
  "scheme_v0",
  "old_301s",
  "future_1h",
  "wrong_secret",
] as const;
export type Tampering = (typeof tamperings)[number];

const share = z.number().min(0).max(1);

/** How events travel to the site. Every field has a harmless default; a control changes some of them. */
export const deliveryModeSchema = z.strictObject({
  /** Copies of each event. */
  times: z.number().int().min(1).max(20),
  /** `created` sends at once; `shuffled` and `reverse` collect events until a flush (or for `delayMs`) and send them in that order. */
  order: z.enum(["created", "shuffled", "reverse"]),
  delayMs: z.number().int().min(0),
  /** Share of events that are never sent; they stay undelivered and can be found by the events list. */
  drop: share,
  /** Share of events that wait for a flush. */
  hold: share,
  tamper: z.enum(tamperings),
  /** Overrides the flag of the sent copy; null sends it as it is. */
  livemode: z.boolean().nullable(),
  /** Deliveries in flight at the same time. */
  concurrency: z.number().int().min(1).max(200),
  /** Where shuffling and shares start from, so that a run can be repeated. */
  seed: z.number().int(),
});

export type DeliveryMode = z.output<typeof deliveryModeSchema>;

export const plainDelivery: DeliveryMode = {
  times: 1,
  order: "created",
  delayMs: 0,
  drop: 0,
  hold: 0,
  tamper: "none",
  livemode: null,
  concurrency: 1,
  seed: 1,
};

/** A small repeatable source of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A new list in random order (Fisher-Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items];
  const result: Item[] = [];
  while (left.length > 0) result.push(...left.splice(Math.floor(random() * left.length), 1));
  return result;
}
