import type { Db } from "#db/client.server.ts";
import { visitDecisionsTable } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { VisitDecision } from "./visit.ts";
import { canDecideVisit } from "./visit-policy.ts";
import { getVisit } from "./visit-queries.server.ts";

export type DecideVisitError = "not_found" | "same_person" | "nothing_to_decide" | "conflict";

/** Town or county says whether a visit that could not count at once counts (U35): with a reason, once, and never about a visit of their own. */
export async function decideVisit(
  db: Db,
  input: { visitId: string; decision: VisitDecision; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideVisitError>> {
  const decidedBy = actorUserId(actor);
  const visit = await getVisit(db, { visitId: input.visitId, actor });
  if (visit === null || decidedBy === null) return err("not_found");
  if (visit.visitedBy === decidedBy) return err("same_person");
  if (!canDecideVisit(actor, visit)) return err("not_found");
  if (visit.conflict === null) return err("nothing_to_decide");
  const { conflict } = visit;
  return db.transaction(async (tx) => {
    const { visitId, decision, reason } = input;
    const decided = await tx
      .insert(visitDecisionsTable)
      .values({ visitId, decision, reason, decidedBy, decidedAt: at })
      .onConflictDoNothing()
      .returning({ visitId: visitDecisionsTable.visitId });
    if (decided.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "visit",
      subjectId: visitId,
      from: conflict,
      event: "decide",
      to: decision,
      reason,
    });
    return ok();
  });
}
