/**
 * The bank's balance and the books' balance of each day, and what lies between them (Q19). Both are taken from their own source: the bank's
 * from the balances it printed, the books' from their postings. The open items must make up the difference to the fen; what they leave is a
 * line that the bank never told us, and is named.
 */
import type { Fen } from "../money.ts";

export type BalanceLine = {
  accountId: string;
  day: string;
  /** As the lines were accepted; within a day the balances themselves tell the order. */
  position: number;
  amountFen: Fen;
  balanceFen: Fen;
  settledAs: "not_ours" | "booking" | null;
  /** What it is paired with: several for a collective transfer. Of a posting that came in several lines each names it. */
  bookingIds: readonly string[];
};
export type BalanceBooking = { id: string; day: string; fen: Fen };

/** Parts of the difference, each with its sign: what the bank has more than the books. */
export const explanationKeys = ["opening", "notOurs", "openLines", "openBookings", "underWay"] as const;
export type Explanation = Readonly<Record<(typeof explanationKeys)[number], Fen>>;

export type DayBalance = {
  day: string;
  bankFen: Fen;
  booksFen: Fen;
  differenceFen: Fen;
  explained: Explanation;
  /** 0 when the open items make up the difference. */
  unexplainedFen: Fen;
};

/** What the printed balances begin and end with on one day, however its lines are ordered. */
export function endsOfDay(lines: readonly BalanceLine[], openingFen: Fen | null): { openingFen: Fen; closingFen: Fen } {
  const ordered = [...lines].sort((one, other) => one.position - other.position);
  const counts = new Map<Fen, number>();
  const add = (fen: Fen, count: number) => counts.set(fen, (counts.get(fen) ?? 0) + count);
  for (const line of ordered) {
    add(line.balanceFen - line.amountFen, -1);
    add(line.balanceFen, 1);
  }
  const ends = [...counts].filter(([, count]) => count !== 0);
  const begin = ends.find(([, count]) => count === -1);
  const end = ends.find(([, count]) => count === 1);
  if (ends.length === 2 && begin !== undefined && end !== undefined)
    return { openingFen: begin[0], closingFen: end[0] };
  // A day that ended where it began goes round: any of its balances could be the end, the evening before knows which.
  if (ends.length === 0 && openingFen !== null && counts.has(openingFen)) return { openingFen, closingFen: openingFen };
  const [first, last] = [ordered[0], ordered.at(-1)];
  return {
    openingFen: first === undefined ? 0n : first.balanceFen - first.amountFen,
    closingFen: last?.balanceFen ?? 0n,
  };
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const found = groups.get(keyOf(item));
    if (found === undefined) groups.set(keyOf(item), [item]);
    else found.push(item);
  }
  return groups;
}

function openingsOfAccounts(lines: readonly BalanceLine[]): Map<string, Fen> {
  const openings = new Map<string, Fen>();
  for (const [accountId, own] of groupedBy(lines, (line) => line.accountId)) {
    const first = own.map(({ day }) => day).sort()[0];
    openings.set(
      accountId,
      endsOfDay(
        own.filter(({ day }) => day === first),
        null,
      ).openingFen,
    );
  }
  return openings;
}

/** Every day that moved something, from the first line of the bank to its last. Empty without lines. */
export function dailyBalances(lines: readonly BalanceLine[], bookings: readonly BalanceBooking[]): DayBalance[] {
  const byDay = groupedBy(lines, ({ day }) => day);
  const days = [...byDay.keys()].sort();
  const [firstDay, lastDay] = [days[0], days.at(-1)];
  if (firstDay === undefined || lastDay === undefined) return [];
  const bookingOf = new Map(bookings.map((booking) => [booking.id, booking]));
  const pairedIds = new Set(lines.flatMap((line) => line.bookingIds));
  const compared = bookings.filter((booking) => booking.day >= firstDay && booking.day <= lastDay);
  const bookingsByDay = groupedBy(compared, ({ day }) => day);
  let booksFen = bookings.filter((booking) => booking.day < firstDay).reduce((sum, { fen }) => sum + fen, 0n);
  // Of each account its own balance: before its first line it stood where that line found it.
  const balances = openingsOfAccounts(lines);
  const sumOfBalances = () => [...balances.values()].reduce((sum, fen) => sum + fen, 0n);
  let bankFen = sumOfBalances();
  const parts = { opening: bankFen - booksFen, notOurs: 0n, openLines: 0n, openBookings: 0n, underWay: 0n };
  return [...new Set([...days, ...bookingsByDay.keys()])].sort().map((day) => {
    const dayLines = byDay.get(day) ?? [];
    for (const [accountId, own] of groupedBy(dayLines, (line) => line.accountId))
      balances.set(accountId, endsOfDay(own, balances.get(accountId) ?? null).closingFen);
    bankFen = sumOfBalances();
    for (const line of dayLines) {
      const paired = line.bookingIds.flatMap((id) => bookingOf.get(id) ?? []);
      // What was posted before the first line is part of what the account began with.
      for (const { day: bookedOn, fen } of paired)
        parts[bookedOn < firstDay ? "opening" : "underWay"] += paired.length > 1 ? fen : line.amountFen;
      if (paired.length === 0) parts[line.settledAs === "not_ours" ? "notOurs" : "openLines"] += line.amountFen;
    }
    for (const { id, fen } of bookingsByDay.get(day) ?? []) {
      booksFen += fen;
      parts[pairedIds.has(id) ? "underWay" : "openBookings"] -= fen;
    }
    const explained = { ...parts };
    const sum = explanationKeys.reduce((total, key) => total + explained[key], 0n);
    const differenceFen = bankFen - booksFen;
    return { day, bankFen, booksFen, differenceFen, explained, unexplainedFen: differenceFen - sum };
  });
}
