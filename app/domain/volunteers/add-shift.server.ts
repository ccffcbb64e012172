import type { Db } from "#db/client.server.ts";
import { volunteerShifts } from "#db/schema/volunteers.server.ts";
import type { Actor } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findOwnProject } from "./find-project.server.ts";
import type { VolunteerShiftInput } from "./volunteer-form.ts";

/** Adds a shift with seats to a project that is not closed. Shifts start in the future. */
export async function addShift(
  db: Db,
  input: VolunteerShiftInput & { projectId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ shiftId: string }, "not_found" | "closed" | "in_the_past">> {
  const project = await findOwnProject(db, { projectId: input.projectId, actor });
  if (project === null) return err("not_found");
  if (project.state === "closed") return err("closed");
  if (input.startsAt <= at) return err("in_the_past");
  const id = newId();
  await db.transaction(async (tx) => {
    await tx.insert(volunteerShifts).values({ ...input, id, takenSeats: 0 });
    await recordEvents(tx, at, { kind: "volunteer_project.changed", projectId: project.id });
  });
  return ok({ shiftId: id });
}
