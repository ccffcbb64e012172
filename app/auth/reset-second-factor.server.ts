import { eq } from "drizzle-orm";
import { type Actor, actorUserId, scopesOf } from "#app/domain/actor.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { deleteSecondFactor } from "./second-factor.server.ts";
import { endSessionsOf } from "./sessions.server.ts";

export type ResetSecondFactorError = "not_allowed" | "own_account" | "unknown_person";

/**
 * Takes the lost authenticator of another person away (E3): by a platform administrator, with the reason on the record, never the own one.
 * Every session of the person ends; the password still stands, and enrolling anew comes before anything else.
 */
export async function resetSecondFactor(
  db: Db,
  input: { email: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ResetSecondFactorError>> {
  if (scopesOf(actor, ["platform_admin"]).length === 0) return err("not_allowed");
  return db.transaction(async (tx) => {
    const [person] = await tx.select({ id: users.id }).from(users).where(eq(users.email, input.email));
    if (!person) return err("unknown_person");
    if (person.id === actorUserId(actor)) return err("own_account");
    if (!(await deleteSecondFactor(tx, person.id))) return err("unknown_person");
    await endSessionsOf(tx, person.id);
    const change = { from: "enrolled", event: "reset", to: "none", reason: input.reason };
    await recordTransition(tx, at, actor, { noun: "second_factor", subjectId: person.id, ...change });
    return ok();
  });
}
