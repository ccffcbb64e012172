import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findLineInScope } from "./settle-line.server.ts";

/** Takes back what a line was settled with, the whole of it, and why; the record of it stays. `conflict`: it is open already. */
export async function undoSettling(
  db: Db,
  input: { lineId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const line = await findLineInScope(tx, input.lineId, actor);
    if (line === undefined) return err("not_found");
    const pairings = tx
      .select({ id: bankMatches.pairingId })
      .from(bankMatches)
      .where(and(eq(bankMatches.lineId, line.id), isNull(bankMatches.undoneAt)));
    const undone = await tx
      .update(bankMatches)
      .set({ undoneBy: actorUserId(actor), undoneAt: at, undoReason: input.reason })
      .where(and(inArray(bankMatches.pairingId, pairings), isNull(bankMatches.undoneAt)))
      .returning({ kind: bankMatches.kind, lineId: bankMatches.lineId, holdsLine: bankMatches.holdsLine });
    if (undone.length === 0) return err("conflict");
    for (const { kind, lineId } of undone.filter(({ holdsLine }) => holdsLine)) {
      const step = { noun: "bank_line", subjectId: lineId, from: kind, event: "undo", to: "open" };
      await recordTransition(tx, at, actor, { ...step, reason: input.reason });
    }
    return ok();
  });
}
