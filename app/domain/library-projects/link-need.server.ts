import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { libraryProjectNeeds } from "#db/schema/library-project-papers.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { findLibraryProject } from "./find-library-project.server.ts";
import { projectApplicantRoles } from "./library-project.ts";

/**
 * Says which library project a need of type project belongs to, so that gifts and public money for the same thing stand side by side. The
 * need keeps its own verification; a need names one project, in its own place, once.
 */
export async function linkNeed(
  db: Db,
  input: { projectId: string; needCode: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "unknown_need" | "already_linked">> {
  const linkedBy = actorUserId(actor);
  const { projectId } = input;
  const project = await findLibraryProject(db, { projectId, actor, roles: projectApplicantRoles });
  if (project === null || linkedBy === null) return err("not_found");
  return db.transaction(async (tx) => {
    const [need] = await tx
      .select({ id: needs.id })
      .from(needs)
      .where(
        and(
          eq(needs.publicCode, input.needCode.trim().toUpperCase()),
          eq(needs.type, "project"),
          inScope(needs.regionCode, scopesOf(actor, projectApplicantRoles)),
          inScope(needs.regionCode, [project.regionCode]),
        ),
      );
    if (!need) return err("unknown_need");
    const rows = await tx
      .insert(libraryProjectNeeds)
      .values({ needId: need.id, projectId, linkedBy, linkedAt: at })
      .onConflictDoNothing()
      .returning({ needId: libraryProjectNeeds.needId });
    if (rows.length === 0) return err("already_linked");
    const step = { noun: "library_need", subjectId: need.id, from: null, event: "link", to: "linked" };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "ledger.changed" }, { kind: "need.changed", needId: need.id });
    return ok();
  });
}
