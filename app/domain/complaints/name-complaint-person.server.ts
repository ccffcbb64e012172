import type { Db } from "#db/client.server.ts";
import { complaintPeople } from "#db/schema/complaints.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { listStaffOfPlace } from "./complaint-staff-queries.server.ts";
import { lockComplaint } from "./lock-complaint.server.ts";

/**
 * Writes down that a complaint is about a member of staff the records do not name: from now on it is not there for them. Nobody is taken
 * off again, and who named whom stays on record.
 */
export async function nameComplaintPerson(
  db: Db,
  input: { complaintId: string; personId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_of_place">> {
  return db.transaction(async (tx) => {
    const complaint = await lockComplaint(tx, { complaintId: input.complaintId, actor });
    const addedBy = actorUserId(actor);
    if (!complaint || addedBy === null) return err("not_found");
    const people = await listStaffOfPlace(tx, { regionCode: complaint.regionCode });
    if (!people.some((person) => person.id === input.personId)) return err("not_of_place");
    const added = await tx
      .insert(complaintPeople)
      .values({ complaintId: complaint.id, userId: input.personId, addedBy, addedAt: at })
      .onConflictDoNothing()
      .returning({ userId: complaintPeople.userId });
    if (added.length === 0) return ok();
    await recordTransition(tx, at, actor, {
      noun: "complaint",
      subjectId: complaint.id,
      from: complaint.state,
      event: "name_person",
      to: complaint.state,
    });
    return ok();
  });
}
