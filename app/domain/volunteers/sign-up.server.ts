import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups, volunteers } from "#db/schema/volunteers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockShift, takeSeat } from "./seats.server.ts";

export type SignUpError = "not_found" | "not_registered" | "past" | "full" | "already_signed_up";
export type SignedUp = { signupId: string; state: "applied" | "waiting" };

/**
 * Signs a registered volunteer up for a shift. The last seat goes to one person, nobody passes those who wait for one, and PostgreSQL refuses
 * more than there are (C5). With `mayWait` a full shift puts the person in its line instead of `full`. The risk notice was read (L33).
 */
export async function signUp(
  db: Db,
  input: { shiftId: string; mayWait?: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<SignedUp, SignUpError>> {
  const userId = actorUserId(actor);
  if (userId === null || !isId(input.shiftId)) return err("not_found");
  const [shift] = await db
    .select({ id: volunteerShifts.id, startsAt: volunteerShifts.startsAt, projectId: volunteerShifts.projectId })
    .from(volunteerShifts)
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .where(and(eq(volunteerShifts.id, input.shiftId), eq(volunteerProjects.state, "published")));
  if (!shift) return err("not_found");
  if (shift.startsAt <= at) return err("past");
  const [registered] = await db
    .select({ userId: volunteers.userId })
    .from(volunteers)
    .where(eq(volunteers.userId, userId));
  if (!registered) return err("not_registered");
  try {
    return await db.transaction(async (tx) => {
      await lockShift(tx, shift.id);
      const hasSeat = await takeSeat(tx, shift.id);
      if (!hasSeat && input.mayWait !== true) return err("full");
      const id = newId();
      const state = hasSeat ? "applied" : "waiting";
      await tx
        .insert(volunteerSignups)
        .values({ id, shiftId: shift.id, userId, state, riskAcknowledgedAt: at, createdAt: at });
      await recordTransition(tx, at, actor, {
        noun: "volunteer_signup",
        subjectId: id,
        from: null,
        event: hasSeat ? "apply" : "wait",
        to: state,
      });
      await recordEvents(
        tx,
        at,
        { kind: "volunteer_signup.changed", signupId: id },
        { kind: "volunteer_project.changed", projectId: shift.projectId },
      );
      return ok({ signupId: id, state });
    });
  } catch (error) {
    // The same person twice: the seat taken above is given back by the roll-back.
    if (violatedConstraint(error) === "volunteer_signups_live") return err("already_signed_up");
    throw error;
  }
}
