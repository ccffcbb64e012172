import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordEvents } from "../record-event.server.ts";
import { stepSignup } from "./step-signup.server.ts";
import { answerBeforeStartHours, answerWithinHours } from "./waiting-list.ts";

const batchSize = 100;

/** What time does to sign-ups, one piece per transaction; may run twice. Returns how many moved. */
export async function tendSignups(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  return (await endWaiting(db, at, signal)) + (await remindOrganizations(db, at));
}

/** Offers nobody took in time, and lines of shifts that have begun. A lapsed offer goes to the next in line (C5). */
async function endWaiting(db: Db, at: Date, signal: AbortSignal | undefined): Promise<number> {
  const over = await db
    .select({ id: volunteerSignups.id, state: volunteerSignups.state, shiftId: volunteerSignups.shiftId })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .where(
      or(
        and(eq(volunteerSignups.state, "offered"), lte(volunteerSignups.offeredUntil, at)),
        and(
          eq(volunteerSignups.state, "waiting"),
          or(lte(volunteerShifts.startsAt, at), eq(volunteerProjects.state, "closed")),
        ),
      ),
    )
    .orderBy(asc(volunteerSignups.createdAt))
    .limit(batchSize);
  let ended = 0;
  for (const signup of over) {
    if (signal?.aborted) break;
    const result = await db.transaction((tx) => stepSignup(tx, signup, "lapse", {}, systemActor, at));
    if (result.ok) ended += 1;
  }
  return ended;
}

/** Sign-ups without an answer past the stated time: each is told once, the organization hears of them by project (Q14). */
async function remindOrganizations(db: Db, at: Date): Promise<number> {
  const now = at.toISOString();
  const isLate = sql`least(coalesce(${volunteerSignups.appliedAt}, ${volunteerSignups.createdAt}) + make_interval(hours => ${answerWithinHours}),
    ${volunteerShifts.startsAt} - make_interval(hours => ${answerBeforeStartHours})) <= ${now}::timestamptz`;
  return db.transaction(async (tx) => {
    const late = await tx
      .select({ id: volunteerSignups.id, projectId: volunteerShifts.projectId })
      .from(volunteerSignups)
      .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
      .where(
        and(
          eq(volunteerSignups.state, "applied"),
          isNull(volunteerSignups.nudgedAt),
          gt(volunteerShifts.startsAt, at),
          isLate,
        ),
      )
      .orderBy(asc(volunteerSignups.createdAt))
      .limit(batchSize)
      .for("update", { of: volunteerSignups, skipLocked: true });
    if (late.length === 0) return 0;
    const ids = late.map((signup) => signup.id);
    await tx.update(volunteerSignups).set({ nudgedAt: at }).where(inArray(volunteerSignups.id, ids));
    const key = dayInChina(at);
    const projectIds = [...new Set(late.map((signup) => signup.projectId))];
    for (const projectId of projectIds)
      await recordEvents(tx, at, { kind: "volunteer_signups.unanswered", projectId, key });
    return late.length;
  });
}
