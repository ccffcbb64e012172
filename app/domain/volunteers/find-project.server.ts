import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { organizedIds } from "./volunteer-policy.ts";

/** The project if it belongs to an organization the actor acts for; null otherwise: it is simply not there (F2). */
export async function findOwnProject(db: DbOrTx, { projectId, actor }: { projectId: string; actor: Actor }) {
  const ids = organizedIds(actor);
  if (!isId(projectId) || ids.length === 0) return null;
  const [row] = await db
    .select({
      id: volunteerProjects.id,
      state: volunteerProjects.state,
      organizationId: volunteerProjects.organizationId,
    })
    .from(volunteerProjects)
    .where(and(eq(volunteerProjects.id, projectId), inArray(volunteerProjects.organizationId, ids)));
  return row ?? null;
}

/** The sign-up if it is for a shift of the actor's own organization. */
export async function findOwnSignup(db: DbOrTx, { signupId, actor }: { signupId: string; actor: Actor }) {
  const ids = organizedIds(actor);
  if (!isId(signupId) || ids.length === 0) return null;
  const [row] = await db
    .select({
      id: volunteerSignups.id,
      state: volunteerSignups.state,
      shiftId: volunteerSignups.shiftId,
      checkedInAt: volunteerSignups.checkedInAt,
      checkedOutAt: volunteerSignups.checkedOutAt,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .where(and(eq(volunteerSignups.id, signupId), inArray(volunteerProjects.organizationId, ids)));
  return row ?? null;
}
