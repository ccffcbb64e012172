import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { bankLines } from "#db/schema/bank-statements.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

type Settling = { lineId: string } & (
  | { kind: "booking"; transactionId: string }
  | { kind: "not_ours"; reason: string }
);
export type SettleLineError = "not_found" | "conflict" | "amount_differs";

/**
 * A person says what a line of the bank is (Q19): a posting of our books, or none of them and why. It moves no money and writes no entry.
 * `conflict`: the line or the posting is settled already; `amount_differs`: not the same to the fen.
 */
export async function settleLine(
  db: Db,
  input: Settling,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, SettleLineError>> {
  const decidedBy = actorUserId(actor);
  if (decidedBy === null) return err("not_found");
  return db.transaction(async (tx) => {
    const line = await findLineInScope(tx, input.lineId, actor);
    if (line === undefined) return err("not_found");
    const { charityId } = line;
    const transactionId = input.kind === "booking" ? input.transactionId : null;
    if (transactionId !== null) {
      const fen = await bookingFen(tx, charityId, transactionId);
      if (fen === null) return err("not_found");
      if (fen !== line.amountFen) return err("amount_differs");
    }
    const reason = input.kind === "not_ours" ? input.reason : "";
    const id = newId();
    const values = { id, pairingId: id, charityId, lineId: line.id, kind: input.kind, transactionId, reason };
    const made = await tx
      .insert(bankMatches)
      .values({ ...values, decidedBy, decidedAt: at })
      .onConflictDoNothing()
      .returning({ id: bankMatches.id });
    if (made.length === 0) return err("conflict");
    const event = input.kind === "booking" ? "match" : "set_aside";
    const step = { noun: "bank_line", subjectId: line.id, from: "open", event, to: input.kind };
    await recordTransition(tx, at, actor, { ...step, reason: reason === "" ? undefined : reason });
    return ok();
  });
}

export async function findLineInScope(tx: Tx, lineId: string, actor: Actor) {
  const charityIds = charitiesOf(actor).map(({ id }) => id);
  const [line] = await tx
    .select({ id: bankLines.id, charityId: bankLines.charityId, amountFen: bankLines.amountFen })
    .from(bankLines)
    .where(and(eq(bankLines.id, lineId), inArray(bankLines.charityId, charityIds)));
  return line;
}

/** What a posting moved on the charity's account at its bank; null where it did not. */
export async function bookingFen(tx: Tx, charityId: string, transactionId: string): Promise<Fen | null> {
  const [row] = await tx.execute<{ fen: string | null }>(
    sql`select bank_booking_fen(${charityId}::uuid, ${transactionId}::uuid)::text as fen`,
  );
  return row?.fen == null ? null : BigInt(row.fen);
}
