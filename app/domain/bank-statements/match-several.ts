/** Which postings together may be one line of the bank: a proposal only, a person confirms it (Q19). */
import { daysBetween } from "../clock.ts";
import type { Fen } from "../money.ts";
import { matchWindowDays, type OpenBooking, referenceWindowDays } from "./match-lines.ts";

/** Every set of so many postings is tried: about 16,000 sums. */
const mostTried = 14;

const isSameDirection = (one: Fen, other: Fen) => one > 0n === other > 0n;

/** What may be part of a line, or a line part of it: the same direction, within three months, the nearest day first. */
export function partsOf<Part extends { id: string; day: string; fen: Fen }>(
  line: { day: string; amountFen: Fen },
  parts: readonly Part[],
): Part[] {
  const apart = ({ day }: Part) => Math.abs(daysBetween(day, line.day));
  return parts
    .filter((part) => isSameDirection(part.fen, line.amountFen) && apart(part) <= referenceWindowDays)
    .sort((one, other) => apart(one) - apart(other) || one.id.localeCompare(other.id));
}

/**
 * The postings near the line's day whose sum is the line, to the fen. Empty when there is no such set of two or more, or more than one: which it is,
 * a person must say.
 */
export function proposeParts(line: { day: string; amountFen: Fen }, bookings: readonly OpenBooking[]): string[] {
  const near = partsOf(line, bookings)
    .filter(({ day }) => Math.abs(daysBetween(day, line.day)) <= matchWindowDays)
    .slice(0, mostTried);
  const sums: { fen: Fen; ids: string[] }[] = [{ fen: 0n, ids: [] }];
  const found: string[][] = [];
  for (const { id, fen } of near) {
    for (const sum of [...sums]) {
      const next = { fen: sum.fen + fen, ids: [...sum.ids, id] };
      if (next.fen === line.amountFen && next.ids.length > 1) found.push(next.ids);
      sums.push(next);
    }
  }
  return found.length === 1 ? (found[0] ?? []) : [];
}
