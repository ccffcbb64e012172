import { and, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "#db/client.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { isId } from "../ids.ts";
import { budgetRoomFen, payableLibraryStates } from "../library-projects/library-project.ts";
import { listProjectsWhere } from "../library-projects/library-project-queries.server.ts";
import { inScope } from "../scope.server.ts";

const isPayableIn = (regionCode: string) =>
  and(inArray(libraryProjects.state, [...payableLibraryStates]), inScope(libraryProjects.regionCode, [regionCode]));

/** The projects a fund may pay now, with what their approved budgets still leave to promise, in fen (S100). */
export async function listPayableProjects(db: DbOrTx, params: { regionCode: string }) {
  const projects = await listProjectsWhere(db, isPayableIn(params.regionCode));
  return projects
    .map((project) => ({
      id: project.id,
      title: project.title,
      placeName: project.regionName,
      roomFen: budgetRoomFen(project),
    }))
    .filter((project) => project.roomFen > 0n);
}

/** Locks the project and reads what is left of its budget; null when no fund of this place may pay it now. */
export async function lockPayableProject(tx: Tx, params: { projectId: string; fund: { regionCode: string } }) {
  if (!isId(params.projectId)) return null;
  await tx.execute(sql`select from ${libraryProjects} where ${eq(libraryProjects.id, params.projectId)} for update`);
  const [project] = await listProjectsWhere(
    tx,
    and(eq(libraryProjects.id, params.projectId), isPayableIn(params.fund.regionCode)),
  );
  return project ? { id: project.id, regionCode: project.regionCode, roomFen: budgetRoomFen(project) } : null;
}
