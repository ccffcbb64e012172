import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { volunteerSignups } from "#db/schema/volunteers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId } from "../ids.ts";
import { err, type Result } from "../result.ts";
import { stepSignup } from "./step-signup.server.ts";

/**
 * The first in line takes the seat that was offered, within its time (C5); the organization's answer is due from now. The seat was held all the
 * while, so nobody else can have it.
 */
export async function takeOfferedSeat(
  db: Db,
  input: { signupId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "offer_over">> {
  const userId = actorUserId(actor);
  if (userId === null || !isId(input.signupId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [signup] = await tx
      .select({
        id: volunteerSignups.id,
        state: volunteerSignups.state,
        shiftId: volunteerSignups.shiftId,
        offeredUntil: volunteerSignups.offeredUntil,
      })
      .from(volunteerSignups)
      .where(and(eq(volunteerSignups.id, input.signupId), eq(volunteerSignups.userId, userId)));
    if (!signup) return err("not_found");
    if (signup.state !== "offered") return err("conflict");
    if (signup.offeredUntil === null || signup.offeredUntil <= at) return err("offer_over");
    return stepSignup(tx, signup, "take", { appliedAt: at }, actor, at);
  });
}
