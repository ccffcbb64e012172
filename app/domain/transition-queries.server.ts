import { and, asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";

/**
 * The life of one record, oldest first, with who did it. Ask for it only after the record itself was found in the reader's scope.
 */
export function listTransitions(db: DbOrTx, { noun, subjectId }: { noun: string; subjectId: string }) {
  return db
    .select({
      id: stateTransitions.id,
      event: stateTransitions.event,
      fromState: stateTransitions.fromState,
      toState: stateTransitions.toState,
      reason: stateTransitions.reason,
      actorName: users.displayName,
      at: stateTransitions.at,
    })
    .from(stateTransitions)
    .leftJoin(users, eq(users.id, stateTransitions.actorUserId))
    .where(and(eq(stateTransitions.noun, noun), eq(stateTransitions.subjectId, subjectId)))
    .orderBy(asc(stateTransitions.at), asc(stateTransitions.id));
}
export type RecordedStep = Awaited<ReturnType<typeof listTransitions>>[number];
