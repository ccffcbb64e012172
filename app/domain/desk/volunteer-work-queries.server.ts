import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import type { SignedInActor } from "../actor.ts";
import { organizedIds } from "../volunteers/volunteer-policy.ts";
import { deskSize, type WorkItem, type WorkKind } from "./work-item.ts";

/** Found by the project: everyone who asked for it is answered on one page. */
function signupsOf(kind: WorkKind, which: SQL) {
  return async (db: DbOrTx, actor: SignedInActor): Promise<WorkItem[]> => {
    const ids = organizedIds(actor);
    if (ids.length === 0) return [];
    const since = sql<Date>`min(coalesce(${volunteerSignups.appliedAt}, ${volunteerSignups.createdAt}))`.mapWith(
      volunteerSignups.createdAt,
    );
    const rows = await db
      .select({ id: volunteerProjects.id, title: volunteerProjects.title, place: regions.shortName, since })
      .from(volunteerSignups)
      .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
      .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
      .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
      .where(and(eq(volunteerSignups.state, "applied"), which, inArray(volunteerProjects.organizationId, ids)))
      .groupBy(volunteerProjects.id, volunteerProjects.title, regions.shortName)
      .orderBy(since)
      .limit(deskSize);
    return rows.map((row) => ({ ...row, kind }));
  };
}

/** Sign-ups within the stated time, and those past it: the second line is the louder one (Q14). */
export const signupsToAnswer = signupsOf("signup_to_answer", isNull(volunteerSignups.nudgedAt));
export const unansweredSignups = signupsOf("signup_unanswered", isNotNull(volunteerSignups.nudgedAt));

/** A seat of a full shift was given back, and is this person's for a while (C5). */
export async function offeredSeats(db: DbOrTx, actor: SignedInActor): Promise<WorkItem[]> {
  const rows = await db
    .select({
      id: volunteerSignups.id,
      title: volunteerProjects.title,
      place: regions.shortName,
      since: volunteerSignups.createdAt,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(and(eq(volunteerSignups.userId, actor.userId), eq(volunteerSignups.state, "offered")))
    .orderBy(volunteerSignups.offeredUntil)
    .limit(deskSize);
  return rows.map((row) => ({ ...row, kind: "seat_offered" as const }));
}
