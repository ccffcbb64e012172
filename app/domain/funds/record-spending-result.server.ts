import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { fundSpendings } from "#db/schema/funds.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { canRecordResult } from "./fund-spending.ts";
import { getFundSpending } from "./fund-spending-queries.server.ts";

/** 验收 (S100): what came of the money, once, by somebody who did not approve it; it stands in the public notice from now on (S99). */
export async function recordSpendingResult(
  db: Db,
  input: { spendingId: string; words: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "same_person" | "conflict">> {
  const spending = await getFundSpending(db, input);
  if (spending === null) return err("not_found");
  if (!canRecordResult(actor, spending, spending))
    return err(actorUserId(actor) === spending.approvedBy ? "same_person" : "not_found");
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(fundSpendings)
      .set({ result: input.words, resultBy: actorUserId(actor), resultAt: at })
      .where(and(eq(fundSpendings.id, spending.id), eq(fundSpendings.state, "approved"), isNull(fundSpendings.result)))
      .returning({ id: fundSpendings.id });
    if (moved.length === 0) return err("conflict");
    const step = { noun: "fund_spending", subjectId: spending.id, from: "approved", event: "accept", to: "approved" };
    await recordTransition(tx, at, actor, { ...step, reason: input.words });
    await recordEvents(tx, at, { kind: "ledger.changed" });
    return ok();
  });
}
