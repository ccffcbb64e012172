import { and, eq, inArray, type SQL } from "drizzle-orm";
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
  await cancelNotices(tx, eq(notices.needId, needId), reason, actor, at);
}

/** The same for the notice of a file that was sent back, or whose exit was stopped. */
export async function cancelNoticesOfHousehold(
  tx: Tx,
  householdId: string,
  reason: string,
  actor: Actor,
  at: Date,
): Promise<void> {
  await cancelNotices(tx, eq(notices.householdId, householdId), reason, actor, at);
}

async function cancelNotices(tx: Tx, which: SQL, reason: string, actor: Actor, at: Date): Promise<void> {
  const open = await tx
    .select({ id: notices.id, state: notices.state })
    .from(notices)
    .where(and(which, inArray(notices.state, statesBefore(noticeTransitions, "cancel"))))
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
