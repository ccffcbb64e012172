import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { householdTransitions } from "../households/household.ts";
import { householdKeeperRoles } from "../households/household-policy.ts";
import { cancelNoticesOfHousehold } from "../notices/cancel-notices-of-need.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";

export type WithdrawHouseholdError = "not_found" | "conflict" | "open_needs";

/**
 * Takes an application back at the household's wish (S5: at any step before the file is approved). Its needs are withdrawn first, one by
 * one and with their own reason, so that nobody's help loses its purpose unseen; then all consents end with the file.
 */
export async function withdrawHousehold(
  db: Db,
  input: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, WithdrawHouseholdError>> {
  return db.transaction(async (tx) => {
    const { householdId, reason } = input;
    const household = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!household) return err("not_found");
    const open = await tx
      .select({ id: needs.id })
      .from(needs)
      .where(
        and(
          eq(needs.householdId, householdId),
          notInArray(needs.state, ["withdrawn", "rejected", "expired", "closed"]),
        ),
      )
      .limit(1);
    if (open.length > 0) return err("open_needs");
    const [moved] = await tx
      .update(households)
      .set({ state: "withdrawn", updatedAt: at })
      .where(
        and(
          eq(households.id, householdId),
          eq(households.state, household.state),
          inArray(households.state, statesBefore(householdTransitions, "withdraw")),
        ),
      )
      .returning({ id: households.id });
    if (!moved) return err("conflict");
    await tx
      .update(consents)
      .set({ withdrawnAt: at })
      .where(and(eq(consents.householdId, householdId), isNull(consents.withdrawnAt)));
    await recordTransition(tx, at, actor, {
      noun: "household",
      subjectId: householdId,
      from: household.state,
      event: "withdraw",
      to: "withdrawn",
      reason,
    });
    await cancelNoticesOfHousehold(tx, householdId, reason, actor, at);
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok();
  });
}
