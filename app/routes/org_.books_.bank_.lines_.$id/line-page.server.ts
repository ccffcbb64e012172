import type { SignedInActor } from "#app/domain/actor.ts";
import { listProposals } from "#app/domain/bank-statements/bank-overview.server.ts";
import { listBankBookings } from "#app/domain/bank-statements/booking-queries.server.ts";
import { getLine, type LineItem, listPairing } from "#app/domain/bank-statements/line-queries.server.ts";
import { partsOf, proposeParts } from "#app/domain/bank-statements/match-several.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

/** One line, what it may be or is, and its history. */
export async function loadLine({ db, sealer }: Services, actor: SignedInActor, lineId: string) {
  const line = await getLine(db, { lineId, actor }, sealer);
  if (line === null) throw notFound();
  const { charityId, pairingId } = line;
  const history = await listTransitions(db, { noun: "bank_line", subjectId: line.id });
  if (line.state !== "open") {
    const pairing = await listPairing(db, { pairingId: pairingId ?? "" });
    const all = pairing.bookingIds.size === 0 ? [] : await listBankBookings(db, { charityId });
    const paired = all.filter(({ id }) => pairing.bookingIds.has(id)).map(shownOf);
    const together = pairing.lines.filter(({ id }) => id !== line.id);
    return { line, history, paired, together, candidates: [], parts: null };
  }
  const { lines, bookings, proposals } = await listProposals(db, { charityId }, sealer);
  const proposed = proposals.get(line.id)?.candidates ?? [];
  const rankOf = (id: string) => {
    const index = proposed.findIndex(({ bookingId }) => bookingId === id);
    return index < 0 ? proposed.length : index;
  };
  const candidates = bookings
    .filter(({ fen }) => fen === line.amountFen)
    .map((booking) => {
      const { isByReference = false, isByName = false } =
        proposed.find(({ bookingId }) => bookingId === booking.id) ?? {};
      return { ...shownOf(booking), isByReference, isByName };
    })
    .sort((one, other) => rankOf(one.id) - rankOf(other.id));
  return { line, history, paired: [], together: [], candidates, parts: partsFor(line, lines, bookings) };
}

const mostParts = 60;

/** What the line may be made of, or be a part of: postings and other lines of its direction, the nearest first, with the one sum that fits. */
function partsFor(line: LineItem, lines: readonly LineItem[], bookings: readonly Booking[]) {
  const others = lines
    .filter(({ id }) => id !== line.id)
    .map(({ amountFen, ...other }) => ({ ...other, fen: amountFen }));
  const proposed = proposeParts(line, bookings);
  const postings = partsOf(line, bookings).sort(
    (one, other) => Number(proposed.includes(other.id)) - Number(proposed.includes(one.id)),
  );
  return {
    proposed,
    postings: postings.slice(0, mostParts).map((booking) => ({ ...shownOf(booking), fen: booking.fen })),
    lines: partsOf(line, others)
      .slice(0, mostParts)
      .map(({ id, day, fen, name, memo }) => ({ id, day, fen, name, memo })),
  };
}

type Booking = Awaited<ReturnType<typeof listBankBookings>>[number];

/** What a page may show of a posting: never who paid or was paid. */
function shownOf({ id, kind, label, day, postedOn }: Booking) {
  return { id, kind, label, day, postedOn };
}
export type LinePage = Awaited<ReturnType<typeof loadLine>>;
