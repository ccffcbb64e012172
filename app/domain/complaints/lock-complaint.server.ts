import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { stateAfter } from "../transitions.ts";
import { type ComplaintEvent, type ComplaintState, complaintTransitions } from "./complaint.ts";
import { complaintHandlerRoles } from "./complaint-policy.ts";
import { complaintsOf } from "./complaint-staff-queries.server.ts";

/** The complaint, locked until the transaction ends, if the actor handles it; null where it is elsewhere or about the actor (S121). */
export async function lockComplaint(tx: Tx, { complaintId, actor }: { complaintId: string; actor: Actor }) {
  if (!isId(complaintId)) return null;
  const [row] = await tx
    .select()
    .from(complaints)
    .where(and(eq(complaints.id, complaintId), complaintsOf(actor, complaintHandlerRoles)))
    .for("update", { of: complaints });
  return row ?? null;
}

type Step = {
  event: ComplaintEvent;
  changes: Partial<Omit<typeof complaints.$inferInsert, "id" | "state">>;
  reason?: string;
};

/** Moves a locked complaint by one event of its table. @returns whether the table allows the event from here. */
export async function stepComplaint(
  tx: Tx,
  complaint: { id: string; state: ComplaintState },
  { event, changes, reason }: Step,
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const to = stateAfter(complaintTransitions, complaint.state, event);
  if (to === undefined) return false;
  const moved = await tx
    .update(complaints)
    .set({ ...changes, state: to })
    .where(and(eq(complaints.id, complaint.id), eq(complaints.state, complaint.state)))
    .returning({ id: complaints.id });
  if (moved.length === 0) return false;
  await recordTransition(tx, at, actor, {
    noun: "complaint",
    subjectId: complaint.id,
    from: complaint.state,
    event,
    to,
    reason,
  });
  await recordEvents(tx, at, { kind: "complaint.changed", complaintId: complaint.id });
  return true;
}
