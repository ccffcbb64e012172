import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../clock.ts";
import { type BalanceBooking, type BalanceLine, dailyBalances, explanationKeys } from "./daily-balance.ts";

type Movement = { day: string; fen: bigint; delay: number; fate: "both" | "bank_only" | "books_only"; paired: boolean };

const movement: fc.Arbitrary<Movement> = fc.record({
  day: fc.integer({ min: 0, max: 9 }).map((days) => addDays("2026-11-01", days)),
  fen: fc.bigInt({ min: -50_000n, max: 50_000n }).filter((fen) => fen !== 0n),
  delay: fc.integer({ min: -2, max: 3 }),
  fate: fc.constantFrom("both", "both", "both", "bank_only", "books_only"),
  paired: fc.boolean(),
});

/** The bank's lines with the balances it printed, and the books' postings, of a random life of an account. */
function worldOf(openingFen: bigint, movements: readonly Movement[]) {
  const atBank = movements.filter(({ fate }) => fate !== "books_only").sort((a, b) => a.day.localeCompare(b.day));
  const idOf = (one: Movement) => String(movements.indexOf(one));
  let balanceFen = openingFen;
  const lines = atBank.map((one, position): BalanceLine => {
    balanceFen += one.fen;
    const isPaired = one.fate === "both" && one.paired;
    const settledAs = isPaired ? "booking" : one.paired ? "not_ours" : null;
    const bookingIds = isPaired ? [idOf(one)] : [];
    return { accountId: "one", day: one.day, position, amountFen: one.fen, balanceFen, settledAs, bookingIds };
  });
  const bookings = movements
    .filter(({ fate }) => fate !== "bank_only")
    .map((one): BalanceBooking => ({ id: idOf(one), day: addDays(one.day, one.delay), fen: one.fen }));
  return { lines, bookings };
}

const world = fc
  .tuple(fc.bigInt({ min: 0n, max: 900_000n }), fc.array(movement, { minLength: 1, maxLength: 25 }))
  .map(([openingFen, movements]) => worldOf(openingFen, movements));

const balance = (day: string, position: number, amountFen: bigint, balanceFen: bigint): BalanceLine => ({
  accountId: "one",
  day,
  position,
  amountFen,
  balanceFen,
  settledAs: null,
  bookingIds: [],
});

describe("Q19: the balances of the days", () => {
  it("Q19: whatever is paired, set aside, open or under way, the open items make up the difference of every day to the fen", () => {
    fc.assert(
      fc.property(world, ({ lines, bookings }) => {
        for (const day of dailyBalances(lines, bookings)) {
          const sum = explanationKeys.reduce((total, key) => total + day.explained[key], 0n);
          expect(day.bankFen - day.booksFen).toBe(day.differenceFen);
          expect([day.unexplainedFen, sum]).toEqual([0n, day.differenceFen]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("Q19: a line that the bank never told us is named by its fen from its day on; one told in another order changes nothing", () => {
    fc.assert(
      fc.property(world, fc.nat(), ({ lines, bookings }, seed) => {
        const days = dailyBalances(lines, bookings);
        const shuffled = [...lines].sort(
          (one, other) => ((one.position * 7 + seed) % 5) - ((other.position * 7 + seed) % 5),
        );
        expect(dailyBalances(shuffled, bookings)).toEqual(days);
        const lost = lines[1 + (seed % Math.max(1, lines.length - 2))];
        if (lost === undefined || lost === lines[0] || lost === lines.at(-1)) return;
        const without = dailyBalances(
          lines.filter((line) => line !== lost),
          bookings,
        );
        expect(without.at(-1)?.unexplainedFen).toBe(lost.amountFen);
        expect(without.at(-1)?.bankFen).toBe(days.at(-1)?.bankFen);
      }),
      { numRuns: 300 },
    );
  });

  it("Q19: lines of one day that were accepted in two uploads, the evening first, close the day all the same", () => {
    const days = dailyBalances([balance("2026-11-02", 1, 300n, 1_300n), balance("2026-11-02", 9, 1_000n, 1_000n)], []);
    expect(days).toMatchObject([{ bankFen: 1_300n, unexplainedFen: 0n, explained: { openLines: 1_300n } }]);
  });

  it("Q19: a day that ends where it began keeps the balance of the evening before", () => {
    const days = dailyBalances(
      [balance("2026-11-01", 1, 50n, 50n), balance("2026-11-02", 2, 100n, 150n), balance("2026-11-02", 3, -100n, 50n)],
      [],
    );
    expect(days.map(({ bankFen, unexplainedFen }) => [bankFen, unexplainedFen])).toEqual([
      [50n, 0n],
      [50n, 0n],
    ]);
  });

  it("Q19: what was on the account, and in the books, before the first line is one item; a posting of then that is paired comes off it", () => {
    const paired = { ...balance("2026-11-02", 1, 70n, 170n), settledAs: "booking" as const, bookingIds: ["early"] };
    const [day] = dailyBalances([paired], [{ id: "early", day: "2026-10-30", fen: 70n }]);
    expect(day).toMatchObject({ bankFen: 170n, booksFen: 70n, differenceFen: 100n, unexplainedFen: 0n });
    expect(day?.explained).toMatchObject({ opening: 100n, openLines: 0n });
  });

  it("Q19: without lines there is nothing to compare", () => {
    expect(dailyBalances([], [{ id: "x", day: "2026-11-01", fen: 1n }])).toEqual([]);
  });

  it("Q19: a collective transfer is taken apart by the days of its postings; a posting that came in two transfers is one", () => {
    const pair = (line: BalanceLine, bookingIds: string[]): BalanceLine => ({
      ...line,
      settledAs: "booking",
      bookingIds,
    });
    const lines = [
      balance("2026-10-02", 0, 1n, 101n),
      pair(balance("2026-10-05", 1, 70n, 171n), ["early", "late"]),
      pair(balance("2026-10-06", 2, 4n, 175n), ["parts"]),
      pair(balance("2026-10-07", 3, 5n, 180n), ["parts"]),
    ];
    const bookings = [
      { id: "early", day: "2026-10-01", fen: 30n },
      { id: "late", day: "2026-10-04", fen: 40n },
      { id: "parts", day: "2026-10-06", fen: 9n },
    ];
    const days = dailyBalances(lines, bookings);
    expect(days.map(({ unexplainedFen, explained: { underWay } }) => [unexplainedFen, underWay])).toEqual([
      [0n, 0n],
      [0n, -40n],
      [0n, 0n],
      [0n, -5n],
      [0n, 0n],
    ]);
    expect(days.at(-1)?.explained).toMatchObject({ opening: 100n, openLines: 1n, openBookings: 0n });
  });

  it("Q19: of several accounts the balances are one sum; one that tells later stood where its first line found it; a lost line of either is named", () => {
    const other = (line: BalanceLine): BalanceLine => ({ ...line, accountId: "two" });
    const lines = [
      balance("2026-10-02", 0, 1n, 101n),
      other(balance("2026-10-03", 1, -20n, 480n)),
      balance("2026-10-03", 2, 2n, 103n),
      balance("2026-10-04", 3, 3n, 106n),
    ];
    const days = dailyBalances(lines, []);
    expect(days.map(({ bankFen, unexplainedFen }) => [bankFen, unexplainedFen])).toEqual([
      [601n, 0n],
      [583n, 0n],
      [586n, 0n],
    ]);
    const lost = [...lines, other(balance("2026-10-05", 4, 1n, 490n))];
    expect(dailyBalances(lost, []).at(-1)?.unexplainedFen).toBe(9n);
  });
});
