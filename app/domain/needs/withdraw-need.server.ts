import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { cancelNoticesOfNeed } from "../notices/cancel-notices-of-need.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter, statesBefore } from "../transitions.ts";
import { findNeed } from "./find-need.server.ts";
import { needTransitions } from "./need.ts";
import { needDrafterRoles } from "./need-policy.ts";

export type WithdrawNeedError = "not_found" | "conflict" | "has_support";

/**
 * Takes a need back (S5: withdrawal is possible at any step), with the reason. Once people have given or promised, taking it back would
 * leave their help without a purpose (A6): `has_support`, and the county suspends it instead.
 */
export async function withdrawNeed(
  db: Db,
  input: { needId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, WithdrawNeedError>> {
  return db.transaction(async (tx) => {
    const { needId, reason } = input;
    const found = await findNeed(tx, { needId, actor, roles: needDrafterRoles });
    if (!found) return err("not_found");
    if (stateAfter(needTransitions, found.state, "withdraw") === undefined) return err("conflict");
    const isUnsupported = sql`${needs.fundedFen} = 0 and not exists (
      select 1 from ${needItems} where ${needItems.needId} = ${needs.id} and ${needItems.pledgedQuantity} > 0)`;
    const [moved] = await tx
      .update(needs)
      .set({ state: "withdrawn", updatedAt: at })
      .where(
        and(
          eq(needs.id, needId),
          eq(needs.state, found.state),
          inArray(needs.state, statesBefore(needTransitions, "withdraw")),
          isUnsupported,
        ),
      )
      .returning({ id: needs.id });
    if (!moved) {
      const [now] = await tx.select({ state: needs.state }).from(needs).where(eq(needs.id, needId));
      return err(now?.state === found.state ? "has_support" : "conflict");
    }
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: needId,
      from: found.state,
      event: "withdraw",
      to: "withdrawn",
      reason,
    });
    await cancelNoticesOfNeed(tx, needId, reason, actor, at);
    await recordEvents(tx, at, { kind: "need.changed", needId });
    return ok();
  });
}
