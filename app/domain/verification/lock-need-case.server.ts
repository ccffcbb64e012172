import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import type { NeedEvent, NeedState } from "../needs/need.ts";
import { needTransitions } from "../needs/need.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { inScope } from "../scope.server.ts";
import { stateAfter } from "../transitions.ts";

const caseColumns = {
  id: needs.id,
  regionCode: needs.regionCode,
  state: needs.state,
  version: needs.version,
  householdId: needs.householdId,
  createdBy: needs.createdBy,
  checkedBy: needs.checkedBy,
  title: needs.title,
  summary: needs.summary,
  story: needs.story,
  goalFen: needs.goalFen,
};

/**
 * The need, locked until the transaction ends, if it lies in a subtree where the actor holds one of the roles; null otherwise (S31).
 * Every step locks the need before its notice, so that two steps at once wait for each other and never deadlock (C7).
 */
export async function lockNeedCase(
  tx: Tx,
  { needId, actor, roles }: { needId: string; actor: Actor; roles: readonly StaffRole[] },
) {
  if (!isId(needId)) return null;
  const [row] = await tx
    .select(caseColumns)
    .from(needs)
    .where(and(eq(needs.id, needId), inScope(needs.regionCode, scopesOf(actor, roles))))
    .for("update");
  return row ?? null;
}
export type NeedCase = NonNullable<Awaited<ReturnType<typeof lockNeedCase>>>;

type NeedChanges = Partial<Omit<typeof needs.$inferInsert, "id" | "state" | "updatedAt">>;

/**
 * Moves a locked need by one event of its table, writes what comes with the step, its line of history and its event.
 * @returns the new state, or null where the table does not allow the event from here: the page was out of date
 */
export async function stepNeed(
  tx: Tx,
  need: Pick<NeedCase, "id" | "state" | "version">,
  step: { event: NeedEvent; changes: NeedChanges; reason?: string },
  actor: Actor,
  at: Date,
): Promise<NeedState | null> {
  const to = stateAfter(needTransitions, need.state, step.event);
  if (to === undefined) return null;
  const moved = await tx
    .update(needs)
    .set({ ...step.changes, state: to, updatedAt: at })
    .where(and(eq(needs.id, need.id), eq(needs.state, need.state), eq(needs.version, need.version)))
    .returning({ id: needs.id });
  if (moved.length === 0) return null;
  await recordTransition(tx, at, actor, {
    noun: "need",
    subjectId: need.id,
    from: need.state,
    event: step.event,
    to,
    reason: step.reason,
  });
  await recordEvents(tx, at, { kind: "need.changed", needId: need.id });
  return to;
}
