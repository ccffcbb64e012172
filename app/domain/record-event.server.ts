import type { DbOrTx } from "#db/client.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { type Actor, actorUserId } from "./actor.ts";
import type { DomainEvent } from "./events.ts";
import { newId } from "./ids.ts";

/** Puts events into the outbox. Call it with the transaction that makes the change: either both are there or neither is. */
export async function recordEvents(tx: DbOrTx, at: Date, ...events: DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx
    .insert(outboxEvents)
    .values(events.map(({ kind, ...payload }) => ({ kind, payload, occurredAt: at, nextAttemptAt: at })));
}

export type RecordedTransition = {
  noun: string;
  subjectId: string;
  from: string | null;
  event: string;
  to: string;
  /** Why, in the actor's words; required where the transition table says so. */
  reason?: string | undefined;
};

/** Appends one line to the life of a record: who moved it from where to where, when and why. Append-only in the database. */
export async function recordTransition(
  tx: DbOrTx,
  at: Date,
  actor: Actor,
  transition: RecordedTransition,
): Promise<void> {
  await tx.insert(stateTransitions).values({
    id: newId(),
    noun: transition.noun,
    subjectId: transition.subjectId,
    fromState: transition.from,
    event: transition.event,
    toState: transition.to,
    reason: transition.reason ?? null,
    actorUserId: actorUserId(actor),
    at,
  });
}
