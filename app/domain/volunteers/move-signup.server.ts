import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { volunteerSignups } from "#db/schema/volunteers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId } from "../ids.ts";
import { err, type Result } from "../result.ts";
import { findOwnSignup } from "./find-project.server.ts";
import type { OrganizerStep } from "./organizer-steps.ts";
import { stepSignup } from "./step-signup.server.ts";

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
  return db.transaction((tx) => stepSignup(tx, signup, input.step, times, actor, at));
}

/** The volunteer takes the sign-up back before it began; exactly one seat is free again, or the next in line is offered it (C5). */
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
  return db.transaction((tx) => stepSignup(tx, signup, "cancel", {}, actor, at));
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
  return db.transaction((tx) => stepSignup(tx, signup, "confirm_hours", confirmed, actor, at));
}
