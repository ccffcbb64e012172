import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { volunteerSignups } from "#db/schema/volunteers.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { giveSeatBack, lockShift } from "./seats.server.ts";
import { type SignupState, seatHoldingStates, signupTransitions } from "./volunteer.ts";

type Found = { id: string; state: SignupState; shiftId: string };
type SignupEvent = (typeof signupTransitions)[number]["event"];
type Changes = {
  appliedAt?: Date;
  checkedInAt?: Date;
  checkedOutAt?: Date;
  confirmedMinutes?: number;
  confirmedBy?: string | null;
};

/** One step of a sign-up by the table, as compare-and-set; a seat that is let go of passes to the first in line (C5). */
export async function stepSignup(
  tx: Tx,
  signup: Found,
  event: SignupEvent,
  changes: Changes,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "conflict">> {
  const to = stateAfter(signupTransitions, signup.state, event);
  if (to === undefined) return err("conflict");
  const holdsSeat = (state: SignupState) => seatHoldingStates.some((one) => one === state);
  const letsGo = holdsSeat(signup.state) && !holdsSeat(to) && to !== "no_show";
  if (letsGo) await lockShift(tx, signup.shiftId);
  const moved = await tx
    .update(volunteerSignups)
    .set({ state: to, ...changes })
    .where(and(eq(volunteerSignups.id, signup.id), eq(volunteerSignups.state, signup.state)))
    .returning({ id: volunteerSignups.id });
  if (moved.length === 0) return err("conflict");
  if (letsGo) await giveSeatBack(tx, signup.shiftId, at);
  await recordTransition(tx, at, actor, {
    noun: "volunteer_signup",
    subjectId: signup.id,
    from: signup.state,
    event,
    to,
  });
  await recordEvents(tx, at, { kind: "volunteer_signup.changed", signupId: signup.id });
  return ok();
}
