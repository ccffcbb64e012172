import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { stateAfter } from "../transitions.ts";
import type { FoundProject } from "./find-library-project.server.ts";
import { type LibraryProjectEvent, libraryProjectTransitions } from "./library-project.ts";

type Move = {
  project: FoundProject;
  event: LibraryProjectEvent;
  reason?: string | undefined;
  set?: Partial<typeof libraryProjects.$inferInsert>;
};

/** Takes a step by compare-and-set on the state it was found in, with its line in the book of steps; false when somebody was faster. */
export async function moveLibraryProject(tx: Tx, move: Move, actor: Actor, at: Date): Promise<boolean> {
  const { project, event, reason, set } = move;
  const to = stateAfter(libraryProjectTransitions, project.state, event);
  if (to === undefined) return false;
  const moved = await tx
    .update(libraryProjects)
    .set({ ...set, state: to, version: project.version + 1, updatedAt: at })
    .where(
      and(
        eq(libraryProjects.id, project.id),
        eq(libraryProjects.state, project.state),
        eq(libraryProjects.version, project.version),
      ),
    )
    .returning({ id: libraryProjects.id });
  if (moved.length === 0) return false;
  const step = { noun: "library_project", subjectId: project.id, from: project.state, event, to, reason };
  await recordTransition(tx, at, actor, step);
  await recordEvents(tx, at, { kind: "ledger.changed" });
  return true;
}
