import { and, asc, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";

/**
 * The life of one record, oldest first, with who did it. Ask for it only after the record itself was found in the reader's scope.
 */
export function listTransitions(db: DbOrTx, { noun, subjectId }: { noun: string; subjectId: string }) {
  return listTransitionsOf(db, { nouns: [noun], subjectIds: [subjectId] });
}

/** The same for a record and its parts, e.g. a household and its members. */
export function listTransitionsOf(
  db: DbOrTx,
  { nouns, subjectIds }: { nouns: readonly string[]; subjectIds: readonly string[] },
) {
  return db
    .select({
      id: stateTransitions.id,
      noun: stateTransitions.noun,
      subjectId: stateTransitions.subjectId,
      event: stateTransitions.event,
      fromState: stateTransitions.fromState,
      toState: stateTransitions.toState,
      reason: stateTransitions.reason,
      actorName: users.displayName,
      at: stateTransitions.at,
    })
    .from(stateTransitions)
    .leftJoin(users, eq(users.id, stateTransitions.actorUserId))
    .where(and(inArray(stateTransitions.noun, [...nouns]), inArray(stateTransitions.subjectId, [...subjectIds])))
    .orderBy(asc(stateTransitions.at), asc(stateTransitions.id));
}
export type RecordedStep = Awaited<ReturnType<typeof listTransitionsOf>>[number];
