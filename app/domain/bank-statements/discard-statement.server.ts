import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { bankStatements } from "#db/schema/bank-statements.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findStatement } from "./find-statement.server.ts";

/** Throws a preview away with everything it held; that there was one stays on record. */
export async function discardStatement(
  db: Db,
  input: { statementId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const found = await findStatement(tx, { statementId: input.statementId, actor });
    if (found === null) return err("not_found");
    const closed = await tx
      .update(bankStatements)
      .set({ state: "discarded", rowsSealed: null, closedBy: actorUserId(actor), closedAt: at })
      .where(and(eq(bankStatements.id, found.id), eq(bankStatements.state, "preview")))
      .returning({ id: bankStatements.id });
    if (closed.length === 0) return err("conflict");
    const step = { noun: "bank_statement", subjectId: found.id, from: "preview", event: "discard", to: "discarded" };
    await recordTransition(tx, at, actor, step);
    return ok();
  });
}
