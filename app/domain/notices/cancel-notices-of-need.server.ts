import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { statesBefore } from "../transitions.ts";
import { noticeTransitions } from "./notice.ts";

/** Ends what is still up for a need that was taken back: a notice must not announce what will not be decided. */
export async function cancelNoticesOfNeed(
  tx: Tx,
  needId: string,
  reason: string,
  actor: Actor,
  at: Date,
): Promise<void> {
  const open = await tx
    .select({ id: notices.id, state: notices.state })
    .from(notices)
    .where(and(eq(notices.needId, needId), inArray(notices.state, statesBefore(noticeTransitions, "cancel"))))
    .for("update");
  for (const { id, state } of open) {
    await tx
      .update(notices)
      .set({ state: "cancelled", closedAt: at })
      .where(and(eq(notices.id, id), eq(notices.state, state)));
    await recordTransition(tx, at, actor, {
      noun: "notice",
      subjectId: id,
      from: state,
      event: "cancel",
      to: "cancelled",
      reason,
    });
    await recordEvents(tx, at, { kind: "notice.changed", noticeId: id });
  }
}
