import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { fundSpendings } from "#db/schema/funds.server.ts";
import type { Actor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { canProposeSpending, fundSpendingTransitions } from "./fund-spending.ts";
import { getFundSpending } from "./fund-spending-queries.server.ts";

/** The money stays in the fund; the reason is kept. The proposer may take the own proposal back this way. */
export async function rejectFundSpending(
  db: Db,
  input: { spendingId: string; words: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const spending = await getFundSpending(db, input);
  if (spending === null || !canProposeSpending(actor, spending)) return err("not_found");
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(fundSpendings)
      .set({ state: "rejected", closedAt: at })
      .where(
        and(
          eq(fundSpendings.id, spending.id),
          inArray(fundSpendings.state, statesBefore(fundSpendingTransitions, "reject")),
        ),
      )
      .returning({ id: fundSpendings.id });
    if (moved.length === 0) return err("conflict");
    const step = { noun: "fund_spending", subjectId: spending.id, from: "proposed", event: "reject", to: "rejected" };
    await recordTransition(tx, at, actor, { ...step, reason: input.words });
    return ok();
  });
}
