import { and, asc, count, eq, inArray, isNull, max, min, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { bankAccounts, bankLineDetails, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { maskedAccountNumber, maskLongNumbers } from "./account-number.ts";
import type { LineDetails, LineState } from "./bank-statement.ts";
import type { BalanceLine } from "./daily-balance.ts";
import { lineDetailsPlace } from "./sealed-places.ts";

const detailsShape = z.object({ name: z.string(), number: z.string(), memo: z.string() });
/** The one row that holds a line; a line of several postings has more. */
const live = and(eq(bankMatches.lineId, bankLines.id), isNull(bankMatches.undoneAt), eq(bankMatches.holdsLine, true));

/** A line as its charity's people see it: the counterparty's account by its last four digits. */
export type LineItem = {
  id: string;
  day: string;
  amountFen: bigint;
  balanceFen: bigint;
  serial: string | null;
  name: string;
  number: string;
  memo: string;
  /** The end of the charity's own account. */
  last4: string;
  state: LineState;
  reason: string;
};

type Stored = {
  id: string;
  day: string;
  amountFen: bigint;
  balanceFen: bigint;
  serial: string | null;
  sealed: string;
  last4: string;
  kind: "booking" | "not_ours" | null;
  reason: string | null;
};

const columns = {
  id: bankLines.id,
  day: bankLines.day,
  amountFen: bankLines.amountFen,
  balanceFen: bankLines.balanceFen,
  serial: bankLines.serial,
  sealed: bankLineDetails.detailsSealed,
  last4: bankAccounts.numberLast4,
  kind: bankMatches.kind,
  reason: bankMatches.reason,
};

function detailsOf({ id, sealed }: Pick<Stored, "id" | "sealed">, sealer: Sealer): LineDetails {
  if (sealer.isErased(sealed)) return { name: "", number: "", memo: "" };
  return detailsShape.parse(JSON.parse(sealer.open(sealed, lineDetailsPlace(id))));
}

function opened({ sealed, kind, reason, ...line }: Stored, details: LineDetails): LineItem {
  const memo = maskLongNumbers(details.memo);
  const number = maskedAccountNumber(details.number);
  return { ...line, name: details.name, number, memo, state: kind ?? "open", reason: reason ?? "" };
}

/** The postings of a line: several for a collective transfer. */
const bookingsOfLine = sql<string[]>`array(select pair.transaction_id from bank_matches pair
  where pair.line_id = ${bankLines.id} and pair.undone_at is null and pair.transaction_id is not null)`;

/** An open line, and all its words for matching: those are not shown. */
export type LineToMatch = { item: LineItem; words: string };

export type LinePage = { charityId: string; state: LineState; limit: number; offset: number };

/** Lines of a charity in one state, the oldest first. */
export async function listLines(db: DbOrTx, page: LinePage, sealer: Sealer): Promise<LineItem[]> {
  return (await readLines(db, page)).map((row) => opened(row, detailsOf(row, sealer)));
}

/** Its open lines, the oldest first, with everything the bank says about each. */
export async function listLinesToMatch(
  db: DbOrTx,
  { charityId, limit }: { charityId: string; limit: number },
  sealer: Sealer,
): Promise<LineToMatch[]> {
  return (await readLines(db, { charityId, state: "open", limit, offset: 0 })).map((row) => {
    const details = detailsOf(row, sealer);
    return { item: opened(row, details), words: `${details.memo} ${details.name} ${row.serial ?? ""}` };
  });
}

async function readLines(db: DbOrTx, { charityId, state, limit, offset }: LinePage): Promise<Stored[]> {
  const inState = state === "open" ? isNull(bankMatches.id) : eq(bankMatches.kind, state);
  return db
    .select(columns)
    .from(bankLines)
    .innerJoin(bankLineDetails, eq(bankLineDetails.lineId, bankLines.id))
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
    .leftJoin(bankMatches, live)
    .where(and(eq(bankLines.charityId, charityId), inState))
    .orderBy(asc(bankLines.day), asc(bankLines.position))
    .limit(limit)
    .offset(offset);
}

/** How many lines of a charity are in each state. */
export async function countLines(db: DbOrTx, { charityId }: { charityId: string }): Promise<Record<LineState, number>> {
  const rows = await db
    .select({ kind: bankMatches.kind, lines: count() })
    .from(bankLines)
    .leftJoin(bankMatches, live)
    .where(eq(bankLines.charityId, charityId))
    .groupBy(bankMatches.kind);
  const counts: Record<LineState, number> = { open: 0, booking: 0, not_ours: 0 };
  for (const row of rows) counts[row.kind ?? "open"] = row.lines;
  return counts;
}

/** One line of one of the actor's own charities, with its statement and who settled it; null for every other. */
export async function getLine(db: DbOrTx, { lineId, actor }: { lineId: string; actor: Actor }, sealer: Sealer) {
  const charityIds = charitiesOf(actor).map(({ id }) => id);
  const [row] = await db
    .select({
      ...columns,
      charityId: bankLines.charityId,
      statementId: bankLines.statementId,
      fileName: bankStatements.fileName,
      rowNumber: bankLines.rowNumber,
      pairingId: bankMatches.pairingId,
      decidedBy: users.displayName,
      decidedAt: bankMatches.decidedAt,
    })
    .from(bankLines)
    .innerJoin(bankStatements, eq(bankStatements.id, bankLines.statementId))
    .innerJoin(bankLineDetails, eq(bankLineDetails.lineId, bankLines.id))
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
    .leftJoin(bankMatches, live)
    .leftJoin(users, eq(users.id, bankMatches.decidedBy))
    .where(and(eq(bankLines.id, lineId), inArray(bankLines.charityId, charityIds)));
  if (row === undefined) return null;
  const { charityId, statementId, fileName, rowNumber, pairingId, decidedBy, decidedAt, ...line } = row;
  return {
    ...opened(line, detailsOf(line, sealer)),
    charityId,
    statementId,
    fileName,
    rowNumber,
    pairingId,
    decidedBy,
    decidedAt,
  };
}

/** The lines and postings that stand together in one pairing. */
export async function listPairing(db: DbOrTx, { pairingId }: { pairingId: string }) {
  const rows = await db
    .select({
      id: bankLines.id,
      day: bankLines.day,
      amountFen: bankLines.amountFen,
      booking: bankMatches.transactionId,
    })
    .from(bankMatches)
    .innerJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .where(and(eq(bankMatches.pairingId, pairingId), isNull(bankMatches.undoneAt)))
    .orderBy(asc(bankLines.day), asc(bankLines.position));
  const lines = new Map(rows.map(({ booking: _booking, ...line }) => [line.id, line]));
  return { lines: [...lines.values()], bookingIds: new Set(rows.flatMap(({ booking }) => booking ?? [])) };
}

export type LineWithStatement = NonNullable<Awaited<ReturnType<typeof getLine>>>;

/** From which to which day the bank told us; of several accounts, to which day all of them did. Null before the first statement. */
export async function getStatementPeriod(db: DbOrTx, { charityId }: { charityId: string }) {
  const rows = await db
    .select({ firstDay: min(bankLines.day), lastDay: max(bankLines.day) })
    .from(bankLines)
    .where(eq(bankLines.charityId, charityId))
    .groupBy(bankLines.accountId);
  const [firstDay] = rows.flatMap((row) => row.firstDay ?? []).sort();
  const [lastDay] = rows.flatMap((row) => row.lastDay ?? []).sort();
  return firstDay === undefined || lastDay === undefined ? null : { firstDay, lastDay };
}

/** What the balances of the days are made from; nothing personal in it. */
export async function listBalanceLines(db: DbOrTx, { charityId }: { charityId: string }): Promise<BalanceLine[]> {
  return db
    .select({
      accountId: bankLines.accountId,
      day: bankLines.day,
      position: bankLines.position,
      amountFen: bankLines.amountFen,
      balanceFen: bankLines.balanceFen,
      settledAs: bankMatches.kind,
      bookingIds: bookingsOfLine,
    })
    .from(bankLines)
    .leftJoin(bankMatches, live)
    .where(eq(bankLines.charityId, charityId))
    .orderBy(asc(bankLines.day), asc(bankLines.position));
}
