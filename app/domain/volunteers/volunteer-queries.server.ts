import { and, asc, eq, gt, inArray, like, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions, villages } from "#db/schema/regions.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { isPublicCode } from "../ids.ts";
import type { VolunteerServiceType } from "./volunteer.ts";
import { staleBefore } from "./waiting-list.ts";

const publicFields = {
  id: volunteerProjects.id,
  publicCode: volunteerProjects.publicCode,
  title: volunteerProjects.title,
  serviceType: volunteerProjects.serviceType,
  place: volunteerProjects.place,
  visitsHomes: volunteerProjects.visitsHomes,
  regionCode: volunteerProjects.regionCode,
  regionName: regions.shortName,
  state: volunteerProjects.state,
  organizationId: organizations.id,
  organizationName: organizations.name,
};

const pageSize = 20;

/** Published by a verified organization, with a shift to come or one not long ago: what is stale leaves the listing by itself (S77). */
function isListed(at: Date) {
  return and(
    eq(volunteerProjects.state, "published"),
    eq(organizations.state, "verified"),
    sql`exists (select from ${volunteerShifts} shift where shift.project_id = ${volunteerProjects.id} and shift.ends_at > ${staleBefore(at).toISOString()}::timestamptz)`,
  );
}

/**
 * Published projects of a region subtree, the one that starts soonest first; those with no coming shift come last. What anyone may see:
 * no volunteer is named (L33).
 */
export async function listPublicProjects(
  db: DbOrTx,
  params: { regionPrefix: string; serviceType: VolunteerServiceType | null; page: number; at: Date },
) {
  const at = params.at.toISOString();
  const nextShift = sql<Date | null>`(select min(starts_at) from volunteer_shifts where project_id = ${volunteerProjects.id} and starts_at > ${at}::timestamptz)`;
  const seatsLeft = sql<number>`coalesce((select sum(seats - taken_seats) from volunteer_shifts where project_id = ${volunteerProjects.id} and starts_at > ${at}::timestamptz), 0)::int`;
  const rows = await db
    .select({
      ...publicFields,
      nextShiftAt: nextShift.mapWith((value) => (value === null ? null : new Date(value))),
      seatsLeft,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(volunteerProjects)
    .innerJoin(organizations, eq(organizations.id, volunteerProjects.organizationId))
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(
      and(
        isListed(params.at),
        like(volunteerProjects.regionCode, `${/^\d*$/.test(params.regionPrefix) ? params.regionPrefix : "-"}%`),
        params.serviceType === null ? undefined : eq(volunteerProjects.serviceType, params.serviceType),
      ),
    )
    .orderBy(sql`${nextShift} asc nulls last`, asc(volunteerProjects.publicCode))
    .limit(pageSize)
    .offset((params.page - 1) * pageSize);
  return { projects: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0, pageSize };
}

/** One project with its coming shifts, for everyone; closed ones stay readable. */
export async function getPublicProject(db: DbOrTx, params: { publicCode: string; at: Date }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [row] = await db
    .select({ ...publicFields, description: volunteerProjects.description, riskNotice: volunteerProjects.riskNotice })
    .from(volunteerProjects)
    .innerJoin(organizations, eq(organizations.id, volunteerProjects.organizationId))
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(
      and(
        eq(volunteerProjects.publicCode, params.publicCode),
        inArray(volunteerProjects.state, ["published", "closed"]),
        eq(organizations.state, "verified"),
      ),
    );
  if (!row) return null;
  const shifts = await db
    .select({
      id: volunteerShifts.id,
      startsAt: volunteerShifts.startsAt,
      endsAt: volunteerShifts.endsAt,
      seats: volunteerShifts.seats,
      takenSeats: volunteerShifts.takenSeats,
      waiting: sql<number>`(select count(*)::int from ${volunteerSignups} signup where signup.shift_id = ${volunteerShifts.id} and signup.state = 'waiting')`,
    })
    .from(volunteerShifts)
    .where(and(eq(volunteerShifts.projectId, row.id), gt(volunteerShifts.startsAt, params.at)))
    .orderBy(asc(volunteerShifts.startsAt));
  return { ...row, shifts };
}

/** Places to choose from: the towns of the counties we work in, and the villages that have a page. */
export async function listServedRegions(db: DbOrTx): Promise<{ code: string; name: string }[]> {
  const counties = await db.selectDistinct({ code: sql<string>`left(${villages.regionCode}, 6)` }).from(villages);
  if (counties.length === 0) return [];
  const rows = await db
    .select({ code: regions.code, name: regions.shortName, level: regions.level })
    .from(regions)
    .where(
      or(
        ...counties.map(({ code }) =>
          and(like(regions.code, `${code}%`), inArray(regions.level, ["county", "township", "village"])),
        ),
      ),
    )
    .orderBy(asc(regions.code));
  const townNames = new Map(rows.filter((row) => row.level === "township").map((row) => [row.code, row.name]));
  return rows.map((row) => ({
    code: row.code,
    name: row.level === "village" ? `${townNames.get(row.code.slice(0, 9)) ?? ""} ${row.name}` : row.name,
  }));
}

/** The published projects of one organization, newest first, for its public page. */
export function listPublicProjectsOfOrganization(db: DbOrTx, params: { organizationId: string; at: Date }) {
  return db
    .select({
      publicCode: volunteerProjects.publicCode,
      title: volunteerProjects.title,
      villageName: regions.shortName,
    })
    .from(volunteerProjects)
    .innerJoin(organizations, eq(organizations.id, volunteerProjects.organizationId))
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(and(eq(volunteerProjects.organizationId, params.organizationId), isListed(params.at)))
    .orderBy(sql`${volunteerProjects.publishedAt} desc`)
    .limit(50);
}
