import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { stateAfter } from "../transitions.ts";
import { type PairingEvent, type PairingState, pairingTransitions } from "./pairing.ts";

export type PairingMove = {
  pairing: { id: string; state: PairingState };
  event: PairingEvent;
  reason?: string;
  changes?: Partial<typeof pairings.$inferInsert>;
};

/**
 * One step by the table, as a compare-and-set: false when the pairing is no longer in the state it was read in, or the table does not
 * allow the step. Writes its line of history and its event.
 */
export async function movePairing(tx: Tx, move: PairingMove, actor: Actor, at: Date): Promise<boolean> {
  const { pairing, event, reason, changes = {} } = move;
  const to = stateAfter(pairingTransitions, pairing.state, event);
  if (to === undefined) return false;
  const [moved] = await tx
    .update(pairings)
    .set({ ...changes, state: to })
    .where(and(eq(pairings.id, pairing.id), eq(pairings.state, pairing.state)))
    .returning({ id: pairings.id });
  if (!moved) return false;
  await recordTransition(tx, at, actor, {
    noun: "pairing",
    subjectId: pairing.id,
    from: pairing.state,
    event,
    to,
    reason,
  });
  await recordEvents(tx, at, { kind: "pairing.changed", pairingId: pairing.id });
  return true;
}
