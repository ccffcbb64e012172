import type { SignedInActor } from "#app/domain/actor.ts";
import { listProposals } from "#app/domain/bank-statements/bank-overview.server.ts";
import { listBankBookings } from "#app/domain/bank-statements/booking-queries.server.ts";
import { getLine } from "#app/domain/bank-statements/line-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

/** One line, what it may be or is, and its history. */
export async function loadLine({ db, sealer }: Services, actor: SignedInActor, lineId: string) {
  const line = await getLine(db, { lineId, actor }, sealer);
  if (line === null) throw notFound();
  const { charityId, transactionId } = line;
  const history = await listTransitions(db, { noun: "bank_line", subjectId: line.id });
  if (line.state !== "open") {
    const all = transactionId === null ? [] : await listBankBookings(db, { charityId });
    const found = all.find(({ id }) => id === transactionId);
    const booking = found === undefined ? null : shownOf(found);
    return { line, history, booking, candidates: [] };
  }
  const { bookings, proposals } = await listProposals(db, { charityId }, sealer);
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
  return { line, history, booking: null, candidates };
}

type Booking = Awaited<ReturnType<typeof listBankBookings>>[number];

/** What a page may show of a posting: never who paid or was paid. */
function shownOf({ id, kind, label, day, postedOn }: Booking) {
  return { id, kind, label, day, postedOn };
}
export type LinePage = Awaited<ReturnType<typeof loadLine>>;
