import fc from "fast-check";

/** A charity of its own with two needs in one village, so that many histories share one database without touching each other. */
export type World = { charityId: string; accountId: string; needIds: readonly [string, string] };

/** One thing that happens; gifts, refunds and payments are named by their place, modulo how many there are. */
export type Step =
  | {
      do: "give";
      amount: number;
      surplus: "same_village" | "same_category" | "refund";
      operating: boolean;
      need: number;
    }
  | { do: "pay"; gift: number; extra: number; fee: boolean; times: number }
  | { do: "pay_twice"; gift: number }
  | { do: "expire" | "fail"; gift: number }
  | { do: "request"; gift: number; percent: number; isSecond: boolean; approve: boolean }
  | { do: "send"; refund: number; outcome: "pending" | "succeeded" | "failed"; times: number }
  | {
      do: "provider_refund";
      gift: number;
      percent: number;
      isSecond: boolean;
      outcome: "pending" | "succeeded" | "failed";
    }
  | {
      do: "dispute";
      gift: number;
      percent: number;
      isSecond: boolean;
      state: "inquiry" | "open" | "won" | "lost";
      fee: number;
    }
  | { do: "allocate"; amount: number; pool: "village" | "category" }
  | { do: "spend"; need: number; amount: number; operating: boolean; isReturned: boolean }
  | { do: "withdraw"; need: number };

const gift = fc.nat(4);
const percent = fc.integer({ min: 1, max: 100 });
const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("give" as const),
      amount: fc.integer({ min: 100, max: 900 }),
      surplus: fc.constantFrom("same_village" as const, "same_category" as const, "refund" as const),
      operating: fc.boolean(),
      need: fc.nat(1),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("pay" as const),
      gift,
      extra: fc.constantFrom(0, 0, 0, 0, 1),
      fee: fc.boolean(),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pay_twice" as const), gift }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("expire" as const, "fail" as const), gift }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("request" as const),
      gift,
      percent,
      isSecond: fc.boolean(),
      approve: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      refund: fc.nat(5),
      outcome: fc.constantFrom("pending" as const, "succeeded" as const, "succeeded" as const, "failed" as const),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("provider_refund" as const),
      gift,
      percent,
      isSecond: fc.boolean(),
      outcome: fc.constantFrom("pending" as const, "succeeded" as const, "failed" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("dispute" as const),
      gift,
      percent,
      isSecond: fc.boolean(),
      state: fc.constantFrom("inquiry" as const, "open" as const, "won" as const, "lost" as const),
      fee: fc.constantFrom(0, 15),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("allocate" as const),
      amount: fc.integer({ min: 1, max: 400 }),
      pool: fc.constantFrom("village" as const, "category" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("spend" as const),
      need: fc.nat(1),
      amount: fc.integer({ min: 1, max: 700 }),
      operating: fc.boolean(),
      isReturned: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdraw" as const), need: fc.nat(1) }) },
);

/** Histories begin with two gifts, so that little of them is about nothing. */
export const arbitraryHistory: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(
      fc.record({
        do: fc.constant("give" as const),
        amount: fc.integer({ min: 100, max: 900 }),
        surplus: fc.constantFrom("same_village" as const, "refund" as const),
        operating: fc.boolean(),
        need: fc.constant(0),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    fc.array(arbitraryStep, { minLength: 4, maxLength: 22 }),
  )
  .map(([gifts, steps]) => [...gifts, ...steps]);
