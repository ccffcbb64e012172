import { and, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { bankLines } from "#db/schema/bank-statements.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { bookingFen } from "./settle-line.server.ts";

/** `many_to_many`: several lines and several postings at once say nothing about which is which. */
export type PairSeveralError = "not_found" | "conflict" | "many_to_many" | "mixed_directions" | "sum_differs";

const sum = (all: readonly Fen[]) => all.reduce((total, fen) => total + fen, 0n);

/**
 * A person says that one line of the bank is several postings of the books (a collective transfer), or one posting several lines (Q19). The sums
 * are the same to the fen, or nothing is paired; PostgreSQL holds it, too. It moves no money and writes no entry.
 */
export async function pairSeveral(
  db: Db,
  input: { lineIds: readonly string[]; transactionIds: readonly string[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, PairSeveralError>> {
  const decidedBy = actorUserId(actor);
  const lineIds = [...new Set(input.lineIds)];
  const transactionIds = [...new Set(input.transactionIds)];
  if (decidedBy === null || lineIds.length === 0 || transactionIds.length === 0) return err("not_found");
  if (Math.min(lineIds.length, transactionIds.length) > 1) return err("many_to_many");
  const pairing = db.transaction(async (tx) => {
    const lines = await linesInScope(tx, lineIds, actor);
    const charityId = lines[0]?.charityId;
    if (charityId === undefined || lines.length < lineIds.length) return err("not_found");
    if (lines.some((line) => line.charityId !== charityId)) return err("not_found");
    const bookings: Fen[] = [];
    for (const id of transactionIds) {
      const fen = await bookingFen(tx, charityId, id);
      if (fen === null) return err("not_found");
      bookings.push(fen);
    }
    const amounts = lines.map((line) => line.amountFen);
    if (new Set([...amounts, ...bookings].map((fen) => fen > 0n)).size > 1) return err("mixed_directions");
    if (sum(amounts) !== sum(bookings)) return err("sum_differs");
    const pairingId = newId();
    // As many rows as there are postings or lines; the one of which there is only one is held by the first.
    const rows = Array.from({ length: Math.max(lineIds.length, transactionIds.length) }, (_, index) => ({
      id: index === 0 ? pairingId : newId(),
      pairingId,
      charityId,
      lineId: lineIds[index] ?? lineIds[0] ?? "",
      transactionId: transactionIds[index] ?? transactionIds[0] ?? "",
      holdsLine: index < lineIds.length,
      holdsBooking: index < transactionIds.length,
      kind: "booking" as const,
      decidedBy,
      decidedAt: at,
    }));
    await tx.insert(bankMatches).values(rows);
    for (const lineId of lineIds) {
      const step = { noun: "bank_line", subjectId: lineId, from: "open", event: "match", to: "booking" };
      await recordTransition(tx, at, actor, step);
    }
    return ok();
  });
  // One of them is settled already: then nothing is paired.
  return pairing.catch((error: unknown) => {
    if (/^bank_matches_(line|booking)$/.test(violatedConstraint(error) ?? "")) return err("conflict");
    throw error;
  });
}

async function linesInScope(tx: Tx, lineIds: readonly string[], actor: Actor) {
  const charityIds = charitiesOf(actor).map(({ id }) => id);
  return tx
    .select({ id: bankLines.id, charityId: bankLines.charityId, amountFen: bankLines.amountFen })
    .from(bankLines)
    .where(and(inArray(bankLines.id, [...lineIds]), inArray(bankLines.charityId, charityIds)));
}
