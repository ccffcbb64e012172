import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { projectReaderRoles } from "./library-project.ts";

/** The project if it lies in the actor's subtree for one of the roles, else null; for commands. */
export async function findLibraryProject(
  db: DbOrTx,
  params: { projectId: string; actor: Actor; roles?: readonly StaffRole[] },
) {
  if (!isId(params.projectId)) return null;
  const scopes = scopesOf(params.actor, params.roles ?? projectReaderRoles);
  const [row] = await db
    .select()
    .from(libraryProjects)
    .where(and(eq(libraryProjects.id, params.projectId), inScope(libraryProjects.regionCode, scopes)));
  return row ?? null;
}

export type FoundProject = NonNullable<Awaited<ReturnType<typeof findLibraryProject>>>;

/** Locks the project's row; whether it is still as it was found. Then nothing else moves it before this transaction is done. */
export async function lockUnchanged(tx: DbOrTx, project: FoundProject): Promise<boolean> {
  const [row] = await tx
    .select({ state: libraryProjects.state, version: libraryProjects.version })
    .from(libraryProjects)
    .where(eq(libraryProjects.id, project.id))
    .for("update");
  return row?.state === project.state && row.version === project.version;
}
