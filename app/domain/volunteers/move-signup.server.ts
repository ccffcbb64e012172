import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter, statesBefore } from "../transitions.ts";
import { findOwnSignup } from "./find-project.server.ts";
import type { OrganizerStep } from "./organizer-steps.ts";
import { type SignupState, seatHoldingStates, signupTransitions } from "./volunteer.ts";

type Found = { id: string; state: SignupState; shiftId: string };

/** One step of a sign-up by the organization: accept, decline, check in or out, mark as not come. */
export async function moveSignup(
  db: Db,
  input: { signupId: string; step: OrganizerStep },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const signup = await findOwnSignup(db, { signupId: input.signupId, actor });
  if (signup === null) return err("not_found");
  const times =
    input.step === "check_in" ? { checkedInAt: at } : input.step === "check_out" ? { checkedOutAt: at } : {};
  return db.transaction((tx) => step(tx, signup, input.step, times, actor, at));
}

/** The volunteer takes the sign-up back before it began; exactly one seat is free again (C5). */
export async function cancelSignup(
  db: Db,
  input: { signupId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const userId = actorUserId(actor);
  if (userId === null || !isId(input.signupId)) return err("not_found");
  const [signup] = await db
    .select({ id: volunteerSignups.id, state: volunteerSignups.state, shiftId: volunteerSignups.shiftId })
    .from(volunteerSignups)
    .where(and(eq(volunteerSignups.id, input.signupId), eq(volunteerSignups.userId, userId)));
  if (!signup) return err("not_found");
  return db.transaction((tx) => step(tx, signup, "cancel", {}, actor, at));
}

/** The organization confirms the hours, at most as long as the person was there; the certificate says only this (L15). */
export async function confirmHours(
  db: Db,
  input: { signupId: string; minutes: number },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "longer_than_present">> {
  const signup = await findOwnSignup(db, { signupId: input.signupId, actor });
  if (signup === null) return err("not_found");
  if (signup.checkedInAt === null || signup.checkedOutAt === null) return err("conflict");
  const presentMinutes = Math.ceil((signup.checkedOutAt.getTime() - signup.checkedInAt.getTime()) / 60_000);
  if (input.minutes > presentMinutes) return err("longer_than_present");
  const confirmed = { confirmedMinutes: input.minutes, confirmedBy: actorUserId(actor) };
  return db.transaction((tx) => step(tx, signup, "confirm_hours", confirmed, actor, at));
}

type SignupEvent = OrganizerStep | "cancel" | "confirm_hours";
type Changes = { checkedInAt?: Date; checkedOutAt?: Date; confirmedMinutes?: number; confirmedBy?: string | null };

async function step(
  tx: Tx,
  signup: Found,
  event: SignupEvent,
  changes: Changes,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "conflict">> {
  const to = stateAfter(signupTransitions, signup.state, event);
  if (to === undefined) return err("conflict");
  const moved = await tx
    .update(volunteerSignups)
    .set({ state: to, ...changes })
    .where(
      and(
        eq(volunteerSignups.id, signup.id),
        eq(volunteerSignups.state, signup.state),
        inArray(volunteerSignups.state, statesBefore(signupTransitions, event)),
      ),
    )
    .returning({ id: volunteerSignups.id });
  if (moved.length === 0) return err("conflict");
  if (!seatHoldingStates.some((state) => state === to) && to !== "no_show") await freeSeat(tx, signup.shiftId);
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

async function freeSeat(tx: Tx, shiftId: string): Promise<void> {
  await tx
    .update(volunteerShifts)
    .set({ takenSeats: sql`${volunteerShifts.takenSeats} - 1` })
    .where(and(eq(volunteerShifts.id, shiftId), gt(volunteerShifts.takenSeats, 0)));
}
