import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups, volunteers } from "#db/schema/volunteers.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { volunteerPhonePlace } from "./register-volunteer.server.ts";
import { organizedIds } from "./volunteer-policy.ts";

/** A person's own entry in the register, phone opened; null when there is none. */
export async function getOwnVolunteer(db: DbOrTx, sealer: Sealer, params: { userId: string }) {
  const [row] = await db.select().from(volunteers).where(eq(volunteers.userId, params.userId));
  if (!row) return null;
  const { phoneSealed, ...entry } = row;
  return { ...entry, phone: sealer.open(phoneSealed, volunteerPhonePlace(params.userId)) };
}

/** What one volunteer signed up for, newest shift first. */
export function listOwnSignups(db: DbOrTx, params: { userId: string }) {
  return db
    .select({
      id: volunteerSignups.id,
      state: volunteerSignups.state,
      offeredUntil: volunteerSignups.offeredUntil,
      /** Place in the line of the shift, from 1; only while waiting. */
      placeInLine: sql<
        number | null
      >`case when ${volunteerSignups.state} = 'waiting' then (select count(*)::int from ${volunteerSignups} other
        where other.shift_id = ${volunteerSignups.shiftId} and other.state = 'waiting'
          and (other.created_at, other.id) <= (${volunteerSignups.createdAt}, ${volunteerSignups.id})) end`,
      confirmedMinutes: volunteerSignups.confirmedMinutes,
      shiftId: volunteerShifts.id,
      startsAt: volunteerShifts.startsAt,
      endsAt: volunteerShifts.endsAt,
      projectCode: volunteerProjects.publicCode,
      projectTitle: volunteerProjects.title,
      serviceType: volunteerProjects.serviceType,
      organizationName: organizations.name,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .innerJoin(organizations, eq(organizations.id, volunteerProjects.organizationId))
    .where(eq(volunteerSignups.userId, params.userId))
    .orderBy(desc(volunteerShifts.startsAt))
    .limit(200);
}

/** The projects of the organizations an actor acts for. */
export async function listOwnProjects(db: DbOrTx, params: { actor: Actor }) {
  const ids = organizedIds(params.actor);
  if (ids.length === 0) return [];
  return db
    .select({
      id: volunteerProjects.id,
      title: volunteerProjects.title,
      state: volunteerProjects.state,
      regionName: regions.shortName,
      createdAt: volunteerProjects.createdAt,
    })
    .from(volunteerProjects)
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(inArray(volunteerProjects.organizationId, ids))
    .orderBy(desc(volunteerProjects.createdAt))
    .limit(200);
}

/** One project of the actor's organization with shifts and everyone who signed up; phones only of those who were accepted. */
export async function getOwnProject(db: DbOrTx, sealer: Sealer, params: { projectId: string; actor: Actor }) {
  const ids = organizedIds(params.actor);
  if (!isId(params.projectId) || ids.length === 0) return null;
  const [project] = await db
    .select()
    .from(volunteerProjects)
    .where(and(eq(volunteerProjects.id, params.projectId), inArray(volunteerProjects.organizationId, ids)));
  if (!project) return null;
  const shifts = await db
    .select()
    .from(volunteerShifts)
    .where(eq(volunteerShifts.projectId, project.id))
    .orderBy(asc(volunteerShifts.startsAt));
  const rows = await db
    .select({
      id: volunteerSignups.id,
      shiftId: volunteerSignups.shiftId,
      userId: volunteerSignups.userId,
      state: volunteerSignups.state,
      checkedInAt: volunteerSignups.checkedInAt,
      checkedOutAt: volunteerSignups.checkedOutAt,
      confirmedMinutes: volunteerSignups.confirmedMinutes,
      realName: volunteers.realName,
      phoneSealed: volunteers.phoneSealed,
      skills: volunteers.skills,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteers, eq(volunteers.userId, volunteerSignups.userId))
    .where(eq(volunteerShifts.projectId, project.id))
    .orderBy(asc(volunteerSignups.createdAt));
  const signups = rows.map(({ phoneSealed, userId, ...row }) => ({
    ...row,
    phone: ["accepted", "checked_in", "checked_out"].includes(row.state)
      ? sealer.open(phoneSealed, volunteerPhonePlace(userId))
      : null,
  }));
  return { ...project, shifts, signups };
}
