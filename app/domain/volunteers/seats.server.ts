import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { systemActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { offerUntil } from "./waiting-list.ts";

/** Every change of a shift's seats begins here: one after the other, so that the line is a line (C5). */
export async function lockShift(tx: Tx, shiftId: string): Promise<void> {
  await tx
    .select({ id: volunteerShifts.id })
    .from(volunteerShifts)
    .where(eq(volunteerShifts.id, shiftId))
    .for("no key update");
}

/** Takes one seat of a shift that `lockShift` holds; false when there is none, or when others wait for one: nobody passes the line. */
export async function takeSeat(tx: Tx, shiftId: string): Promise<boolean> {
  const taken = await tx
    .update(volunteerShifts)
    .set({ takenSeats: sql`${volunteerShifts.takenSeats} + 1` })
    .where(
      and(
        eq(volunteerShifts.id, shiftId),
        gt(volunteerShifts.seats, volunteerShifts.takenSeats),
        sql`not exists (select from ${volunteerSignups} signup where signup.shift_id = ${volunteerShifts.id} and signup.state = 'waiting')`,
      ),
    )
    .returning({ id: volunteerShifts.id });
  return taken.length > 0;
}

/**
 * Gives back one seat of a shift that `lockShift` holds, after its sign-up let go of it. While the shift is still to come the first in line is
 * offered it for a stated time, and the seat stays taken; otherwise it is free.
 */
export async function giveSeatBack(tx: Tx, shiftId: string, at: Date): Promise<void> {
  await tx
    .update(volunteerShifts)
    .set({ takenSeats: sql`${volunteerShifts.takenSeats} - 1` })
    .where(and(eq(volunteerShifts.id, shiftId), gt(volunteerShifts.takenSeats, 0)));
  await offerFreeSeats(tx, shiftId, at);
}

/** Offers what is free to those in line, the longest waiting first. Returns how many were offered. */
export async function offerFreeSeats(tx: Tx, shiftId: string, at: Date): Promise<number> {
  const [shift] = await tx
    .select({
      startsAt: volunteerShifts.startsAt,
      seats: volunteerShifts.seats,
      takenSeats: volunteerShifts.takenSeats,
    })
    .from(volunteerShifts)
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .where(
      and(eq(volunteerShifts.id, shiftId), eq(volunteerProjects.state, "published"), gt(volunteerShifts.startsAt, at)),
    );
  if (!shift || shift.takenSeats >= shift.seats) return 0;
  const line = await tx
    .select({ id: volunteerSignups.id })
    .from(volunteerSignups)
    .where(and(eq(volunteerSignups.shiftId, shiftId), eq(volunteerSignups.state, "waiting")))
    .orderBy(asc(volunteerSignups.createdAt), asc(volunteerSignups.id))
    .limit(shift.seats - shift.takenSeats);
  if (line.length === 0) return 0;
  await tx
    .update(volunteerShifts)
    .set({ takenSeats: sql`${volunteerShifts.takenSeats} + ${line.length}` })
    .where(eq(volunteerShifts.id, shiftId));
  for (const { id } of line) {
    await tx
      .update(volunteerSignups)
      .set({ state: "offered", offeredUntil: offerUntil({ at, startsAt: shift.startsAt }) })
      .where(eq(volunteerSignups.id, id));
    await recordTransition(tx, at, systemActor, {
      noun: "volunteer_signup",
      subjectId: id,
      from: "waiting",
      event: "offer",
      to: "offered",
    });
    await recordEvents(tx, at, { kind: "volunteer_signup.changed", signupId: id });
  }
  return line.length;
}
