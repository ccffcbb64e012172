import type { DbOrTx } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type BankBooking, listBankBookings } from "./booking-queries.server.ts";
import { type DayBalance, dailyBalances } from "./daily-balance.ts";
import { type LineItem, listBalanceLines, listLinesToMatch } from "./line-queries.server.ts";
import { type Proposal, proposeMatches } from "./match-lines.ts";

/** More open lines than this are worked off from the oldest on. */
export const mostOpenLines = 2_000;

/** The open lines of a charity with what each may be. */
export async function listProposals(
  db: DbOrTx,
  { charityId }: { charityId: string },
  sealer: Sealer,
): Promise<{ lines: LineItem[]; proposals: Map<string, Proposal>; bookings: BankBooking[] }> {
  const lines = await listLinesToMatch(db, { charityId, limit: mostOpenLines }, sealer);
  const bookings = (await listBankBookings(db, { charityId })).filter(({ lineId }) => lineId === null);
  const proposals = proposeMatches(
    lines.map(({ item, words }) => ({ ...item, words })),
    bookings,
  );
  return {
    lines: lines.map(({ item }) => item),
    bookings,
    proposals: new Map(proposals.map((proposal) => [proposal.lineId, proposal])),
  };
}

/** The balance of each day on both sides and what lies between them. */
export async function listDailyBalances(db: DbOrTx, { charityId }: { charityId: string }): Promise<DayBalance[]> {
  const lines = await listBalanceLines(db, { charityId });
  const bookings = await listBankBookings(db, { charityId });
  return dailyBalances(
    lines,
    bookings.map(({ id, postedOn, fen }) => ({ id, day: postedOn, fen })),
  );
}
