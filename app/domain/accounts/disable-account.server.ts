import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import type { Actor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { isOwnAccount } from "./account.ts";
import { accountInScope } from "./account-scope.server.ts";

export type DisableAccountError = "not_found" | "own_account" | "already_disabled" | "last_administrator";

/**
 * Shuts an account at once, by one administrator of all its places, with the reason on the record: every session and half sign-in ends in the
 * same moment, by a trigger (E2). Roles stay as they are and are worth nothing meanwhile. Not one's own, and not the last administrator's.
 */
export async function disableAccount(
  db: Db,
  { userId, reason }: { userId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DisableAccountError>> {
  if (actor.kind !== "user" || !isId(userId)) return err("not_found");
  if (isOwnAccount(actor, { userId })) return err("own_account");
  try {
    return await db.transaction(async (tx) => {
      const isHere = and(eq(users.id, userId), accountInScope(actor, at));
      const found = await tx.select({ id: users.id }).from(users).where(isHere);
      if (found.length === 0) return err("not_found");
      const shut = await tx
        .update(users)
        .set({ isDisabled: true, disabledBy: actor.userId, disabledAt: at, disableReason: reason })
        .where(and(isHere, eq(users.isDisabled, false)))
        .returning({ id: users.id });
      if (shut.length === 0) return err("already_disabled");
      const change = { from: "open", event: "disable", to: "disabled", reason };
      await recordTransition(tx, at, actor, { noun: "account", subjectId: userId, ...change });
      await recordEvents(tx, at, { kind: "account.changed", userId, change: "disabled", key: newId() });
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "users_last_administrator") return err("last_administrator");
    throw error;
  }
}
