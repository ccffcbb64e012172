import { listProposals } from "#app/domain/bank-statements/bank-overview.server.ts";
import type { LineState } from "#app/domain/bank-statements/bank-statement.ts";
import { countLines, type LineItem, listLines } from "#app/domain/bank-statements/line-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { ShownLine } from "./line-table.tsx";

export const linesPerPage = 50;

/** One page of a charity's lines in a state; open ones with what each may be. */
export async function loadLines(
  { db, sealer }: Services,
  { charityId, state, page }: { charityId: string; state: LineState; page: number },
) {
  const counts = await countLines(db, { charityId });
  const offset = (page - 1) * linesPerPage;
  const facts = { counts, pageNumber: page, pages: Math.ceil(counts[state] / linesPerPage) };
  if (state !== "open") {
    const lines = await listLines(db, { charityId, state, limit: linesPerPage, offset }, sealer);
    return { ...facts, lines: lines.map((line): ShownLine => ({ ...line, exact: null, candidateCount: 0 })) };
  }
  const { lines, bookings, proposals } = await listProposals(db, { charityId }, sealer);
  const shown = (line: LineItem): ShownLine => {
    const proposal = proposals.get(line.id);
    const found = bookings.find(({ id }) => id === proposal?.exact);
    const exact = found === undefined ? null : { id: found.id, kind: found.kind, label: found.label, day: found.day };
    return { ...line, exact, candidateCount: proposal?.candidates.length ?? 0 };
  };
  return { ...facts, lines: lines.slice(offset, offset + linesPerPage).map(shown) };
}
