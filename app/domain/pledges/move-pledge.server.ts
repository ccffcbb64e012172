import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { needItems } from "#db/schema/needs.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { stateAfter } from "../transitions.ts";
import { type PledgeEvent, type PledgeState, pledgeTransitions } from "./pledge.ts";

export type PledgeMove = {
  pledge: { id: string; needId: string; state: PledgeState; version: number };
  event: PledgeEvent;
  reason?: string | undefined;
  changes?: Partial<typeof pledges.$inferInsert>;
};

/**
 * One step by the table, as a compare-and-set on the version that was read: false when anything about the pledge changed meanwhile, or the
 * table does not allow the step. So of two steps at once one wins (C4). Writes history and events; the need's page shows quantities.
 */
export async function movePledge(tx: Tx, move: PledgeMove, actor: Actor, at: Date): Promise<boolean> {
  const { pledge, event, reason, changes = {} } = move;
  const to = stateAfter(pledgeTransitions, pledge.state, event);
  if (to === undefined) return false;
  const [moved] = await tx
    .update(pledges)
    .set({ ...changes, state: to, version: pledge.version + 1, updatedAt: at })
    .where(and(eq(pledges.id, pledge.id), eq(pledges.state, pledge.state), eq(pledges.version, pledge.version)))
    .returning({ id: pledges.id });
  if (!moved) return false;
  await recordTransition(tx, at, actor, {
    noun: "pledge",
    subjectId: pledge.id,
    from: pledge.state,
    event,
    to,
    reason,
  });
  await recordEvents(
    tx,
    at,
    { kind: "pledge.changed", pledgeId: pledge.id },
    { kind: "need.changed", needId: pledge.needId },
  );
  return true;
}

/** Gives promised quantity back to the item, so that others can promise it; nothing for money. */
export async function freeQuantity(tx: Tx, pledge: { needItemId: string | null }, quantity: number): Promise<void> {
  if (pledge.needItemId === null || quantity === 0) return;
  await tx
    .update(needItems)
    .set({ pledgedQuantity: sql`${needItems.pledgedQuantity} - ${quantity}` })
    .where(eq(needItems.id, pledge.needItemId));
}
