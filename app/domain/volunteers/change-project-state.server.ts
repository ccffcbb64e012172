import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts } from "#db/schema/volunteers.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter, statesBefore } from "../transitions.ts";
import { findOwnProject } from "./find-project.server.ts";
import { volunteerProjectTransitions } from "./volunteer.ts";

/** Publishes a drafted project, once it has a shift people can sign up for, or closes a published one. */
export async function changeProjectState(
  db: Db,
  input: { projectId: string; event: "publish" | "close" },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "no_shift" | "conflict">> {
  const project = await findOwnProject(db, { projectId: input.projectId, actor });
  if (project === null) return err("not_found");
  const to = stateAfter(volunteerProjectTransitions, project.state, input.event);
  if (to === undefined) return err("conflict");
  return db.transaction(async (tx) => {
    if (input.event === "publish") {
      const shifts = await tx
        .select({ id: volunteerShifts.id })
        .from(volunteerShifts)
        .where(eq(volunteerShifts.projectId, project.id))
        .limit(1);
      if (shifts.length === 0) return err("no_shift");
    }
    const moved = await tx
      .update(volunteerProjects)
      .set({ state: to, ...(to === "published" ? { publishedAt: at } : {}) })
      .where(
        and(
          eq(volunteerProjects.id, project.id),
          inArray(volunteerProjects.state, statesBefore(volunteerProjectTransitions, input.event)),
        ),
      )
      .returning({ id: volunteerProjects.id });
    if (moved.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "volunteer_project",
      subjectId: project.id,
      from: project.state,
      event: input.event,
      to,
    });
    await recordEvents(tx, at, { kind: "volunteer_project.changed", projectId: project.id });
    return ok();
  });
}
