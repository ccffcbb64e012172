import { and, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { bankAccounts, bankLineDetails, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newOrderedId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { LineDetails } from "./bank-statement.ts";
import { type BankStatement, findStatement } from "./find-statement.server.ts";
import { type JudgedLine, judgeStatement } from "./judge-statement.server.ts";
import { lineDetailsPlace } from "./sealed-places.ts";

const linesPerInsert = 500;

export type Accepted = { newLines: number; knownLines: number };

/**
 * Takes a statement over as a whole (Q19): its lines that the account does not have yet, or nothing. Judged again here, with the account
 * locked: two statements that overlap, or the same one twice at once, double no line. `has_errors`: a row has a verdict, or a column is
 * missing.
 */
export async function acceptStatement(
  db: Db,
  input: { statementId: string },
  sealer: Sealer,
  actor: Actor,
  at: Date,
): Promise<Result<Accepted, "not_found" | "conflict" | "has_errors" | "empty">> {
  return db.transaction(async (tx) => {
    const scoped = await findStatement(tx, { statementId: input.statementId, actor });
    if (scoped === null) return err("not_found");
    await tx
      .select({ id: bankAccounts.id })
      .from(bankAccounts)
      .where(eq(bankAccounts.id, scoped.accountId))
      .for("update");
    const statement = await findStatement(tx, { statementId: input.statementId, actor });
    if (statement?.state !== "preview") return err("conflict");
    const judged = await judgeStatement(tx, statement, sealer, dayInChina(at));
    if (judged.missing.length > 0 || judged.findings.length > 0) return err("has_errors");
    if (judged.lines.length === 0) return err("empty");
    const lines = judged.lines.filter((line) => !line.isKnown);
    const days = judged.lines.map(({ day }) => day).sort();
    const counts = { newLines: lines.length, knownLines: judged.lines.length - lines.length };
    const closed = await tx
      .update(bankStatements)
      .set({
        state: "accepted",
        rowsSealed: null,
        firstDay: days[0] ?? null,
        lastDay: days.at(-1) ?? null,
        ...counts,
        closedBy: actorUserId(actor),
        closedAt: at,
      })
      .where(and(eq(bankStatements.id, statement.id), eq(bankStatements.state, "preview")))
      .returning({ id: bankStatements.id });
    if (closed.length === 0) return err("conflict");
    for (let from = 0; from < lines.length; from += linesPerInsert) {
      await insertLines(tx, statement, lines.slice(from, from + linesPerInsert), sealer);
    }
    const step = { noun: "bank_statement", subjectId: statement.id, from: "preview", event: "accept", to: "accepted" };
    await recordTransition(tx, at, actor, step);
    return ok(counts);
  });
}

async function insertLines(tx: Tx, statement: BankStatement, lines: readonly JudgedLine[], sealer: Sealer) {
  const withIds = lines.map((line) => ({ ...line, id: newOrderedId() }));
  await tx.insert(bankLines).values(
    withIds.map(({ id, rowNumber, day, amountFen, balanceFen, serial, identity }) => ({
      id,
      charityId: statement.charityId,
      accountId: statement.accountId,
      statementId: statement.id,
      rowNumber,
      day,
      amountFen,
      balanceFen,
      serial,
      identity,
    })),
  );
  await tx.insert(bankLineDetails).values(
    withIds.map(({ id, name, number, memo }) => {
      const details: LineDetails = { name, number, memo };
      return { lineId: id, detailsSealed: sealer.seal(JSON.stringify(details), lineDetailsPlace(id)) };
    }),
  );
}
