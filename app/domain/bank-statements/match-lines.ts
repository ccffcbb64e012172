/** What the books know that a line of the bank may be: proposals only, a person confirms each (Q19). */
import { daysBetween } from "../clock.ts";
import type { Fen } from "../money.ts";

export type OpenLine = {
  id: string;
  day: string;
  amountFen: Fen;
  /** Everything the bank says in words: remark, counterparty, serial number. */
  words: string;
  name: string;
};

export type OpenBooking = {
  id: string;
  /** When the bank should have it: the document's day where there is one, else the day of posting. */
  day: string;
  fen: Fen;
  /** Numbers and codes that the bank's remark may name: document, invoice, payment code, the provider's id. */
  references: readonly string[];
  /** Who paid or was paid; never shown. */
  counterpart: string;
};

/** Banks take days over weekends, people record papers later. */
export const matchWindowDays = 10;
/** A named reference, and the parts a person may put together, may lie further off. */
export const referenceWindowDays = 90;
const shortestReference = 4;

export type Candidate = { bookingId: string; isByReference: boolean; isByName: boolean; daysApart: number };
export type Proposal = {
  lineId: string;
  /** The best first. */
  candidates: readonly Candidate[];
  /** The one to confirm: there is no other, and no other line wants it. Null: none or several. */
  exact: string | null;
};

/** 广东省（侨乡）建材有限公司 and 广东省侨乡建材有限公司 are one name. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

function candidateOf(line: OpenLine, lineWords: string, booking: OpenBooking): Candidate | undefined {
  const daysApart = Math.abs(daysBetween(booking.day, line.day));
  const isByReference = booking.references
    .map(plain)
    .some((reference) => reference.length >= shortestReference && lineWords.includes(reference));
  if (daysApart > (isByReference ? referenceWindowDays : matchWindowDays)) return undefined;
  const name = plain(booking.counterpart);
  return { bookingId: booking.id, isByReference, isByName: name !== "" && name === plain(line.name), daysApart };
}

const rank = ({ isByReference, isByName }: Candidate) => (isByReference ? 2 : 0) + (isByName ? 1 : 0);

/**
 * For every line the postings of the same amount, to the fen and in the same direction, whose day is near or whose number the bank names.
 * One that is named beats those that only happen to have the amount.
 */
export function proposeMatches(lines: readonly OpenLine[], bookings: readonly OpenBooking[]): Proposal[] {
  const byAmount = new Map<Fen, OpenBooking[]>();
  for (const booking of bookings) byAmount.set(booking.fen, [...(byAmount.get(booking.fen) ?? []), booking]);
  const wanted = new Map<string, Map<string, number>>();
  const found = lines.map((line) => {
    const words = plain(line.words);
    const candidates = (byAmount.get(line.amountFen) ?? [])
      .flatMap((booking) => candidateOf(line, words, booking) ?? [])
      .sort(
        (one, other) =>
          rank(other) - rank(one) || one.daysApart - other.daysApart || one.bookingId.localeCompare(other.bookingId),
      );
    for (const candidate of candidates) {
      const wishes = wanted.get(candidate.bookingId) ?? new Map<string, number>();
      wanted.set(candidate.bookingId, wishes.set(line.id, rank(candidate)));
    }
    return { line, candidates };
  });
  return found.map(({ line, candidates }) => {
    const [best, second] = candidates;
    const isAlone = best !== undefined && (second === undefined || rank(best) > rank(second));
    const wishes = best === undefined ? [] : [...(wanted.get(best.bookingId) ?? [])];
    const isWantedElsewhere =
      best !== undefined && wishes.some(([lineId, wish]) => lineId !== line.id && wish >= rank(best));
    return { lineId: line.id, candidates, exact: isAlone && !isWantedElsewhere ? (best?.bookingId ?? null) : null };
  });
}
