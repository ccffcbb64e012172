import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Actor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findStatement } from "./find-statement.server.ts";
import type { StatementColumns } from "./statement-columns.ts";

/** What each column is, as a person has looked at it. What is still missing is said on the page; accepting it would be refused. */
export async function mapStatement(
  db: Db,
  input: { statementId: string; columns: StatementColumns },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const found = await findStatement(tx, { statementId: input.statementId, actor });
    if (found === null) return err("not_found");
    const changed = await tx
      .update(bankStatements)
      .set({ columnMap: input.columns })
      .where(and(eq(bankStatements.id, found.id), eq(bankStatements.state, "preview")))
      .returning({ id: bankStatements.id });
    if (changed.length === 0) return err("conflict");
    const step = { noun: "bank_statement", subjectId: found.id, from: "preview", event: "map", to: "preview" };
    await recordTransition(tx, at, actor, step);
    return ok();
  });
}
