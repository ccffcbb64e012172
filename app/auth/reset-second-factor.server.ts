import { and, eq, isNotNull } from "drizzle-orm";
import { isOwnAccount } from "#app/domain/accounts/account.ts";
import { accountInScope, holdsKeys } from "#app/domain/accounts/account-scope.server.ts";
import { type ProposeStepError, proposeStep } from "#app/domain/accounts/propose-step.server.ts";
import type { Actor } from "#app/domain/actor.ts";
import { isId, newId } from "#app/domain/ids.ts";
import { recordEvents, recordTransition } from "#app/domain/record-event.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";
import { deleteSecondFactor } from "./second-factor.server.ts";
import { endSessionsOf } from "./sessions.server.ts";

export type ResetSecondFactorError = "not_found" | "own_account" | "no_second_factor" | ProposeStepError;

/**
 * Takes the lost authenticator of another person away (E3): an administrator of all the person's places, with the reason on the record, never
 * the own one. For who holds a role or moves a charity's money it is only proposed, and the person is told: the authenticator is what stands
 * between a stolen password and people's files, so one administrator alone must not be able to take it away (F13).
 */
export async function resetSecondFactor(
  db: Db,
  input: { userId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ state: "reset" | "proposed" }, ResetSecondFactorError>> {
  if (!isId(input.userId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [person] = await tx
      .select({ userId: users.id, holdsKeys: holdsKeys(at), enrolledAt: secondFactors.enrolledAt })
      .from(users)
      .leftJoin(secondFactors, and(eq(secondFactors.userId, users.id), isNotNull(secondFactors.enrolledAt)))
      .where(and(eq(users.id, input.userId), accountInScope(actor, at)));
    if (!person) return err("not_found");
    if (isOwnAccount(actor, person)) return err("own_account");
    if (person.enrolledAt === null) return err("no_second_factor");
    if (person.holdsKeys) {
      const proposed = await proposeStep(tx, { ...input, step: "reset_second_factor" }, actor, at);
      if (!proposed.ok) return proposed;
      const key = proposed.value.proposalId;
      await recordEvents(tx, at, { kind: "account.changed", userId: input.userId, change: "reset_proposed", key });
      return ok({ state: "proposed" as const });
    }
    await takeSecondFactorAway(tx, input, actor, at);
    return ok({ state: "reset" as const });
  });
}

/** Secret, recovery codes and every session go; the password still stands, and enrolling anew comes before anything else. */
export async function takeSecondFactorAway(
  tx: Tx,
  { userId, reason }: { userId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  if (!(await deleteSecondFactor(tx, userId))) return false;
  await endSessionsOf(tx, userId);
  const change = { from: "enrolled", event: "reset", to: "none", reason };
  await recordTransition(tx, at, actor, { noun: "second_factor", subjectId: userId, ...change });
  await recordEvents(tx, at, { kind: "account.changed", userId, change: "reset", key: newId() });
  return true;
}
