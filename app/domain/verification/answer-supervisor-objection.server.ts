import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { supervisorObjections } from "#db/schema/need-gate.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase } from "./lock-need-case.server.ts";
import { sendBack } from "./return-need.server.ts";
import type { AnswerObjectionInput } from "./verification-form.ts";
import { approverRoles, isBeforeApproval } from "./verification-policy.ts";

export type AnswerSupervisorError = "not_found" | "conflict" | "same_person";

/**
 * The county answers a supervisor's objection with reasons (S9). Upheld: the need goes back to the village. Dismissed: it may go on once no
 * other is open. Who objected does not answer.
 */
export async function answerSupervisorObjection(
  db: Db,
  input: AnswerObjectionInput & { needId: string; objectionId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AnswerSupervisorError>> {
  const answeredBy = actorUserId(actor);
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: approverRoles });
    if (!need || answeredBy === null || !isId(input.objectionId)) return err("not_found");
    const isThis = and(eq(supervisorObjections.id, input.objectionId), eq(supervisorObjections.needId, need.id));
    const [objection] = await tx.select().from(supervisorObjections).where(isThis).for("update");
    if (!objection) return err("not_found");
    if (objection.state !== "received") return err("conflict");
    if (objection.raisedBy === answeredBy) return err("same_person");
    const { outcome, answer } = input;
    await tx
      .update(supervisorObjections)
      .set({ state: "answered", outcome, answer, answeredBy, answeredAt: at })
      .where(isThis);
    const { id, state } = need;
    const step = { event: "answer_supervisor", from: state, to: state, reason: answer };
    await recordTransition(tx, at, actor, { noun: "need", subjectId: id, ...step });
    if (outcome === "upheld" && isBeforeApproval(state)) await sendBack(tx, need, answer, actor, at);
    await recordEvents(tx, at, { kind: "need.changed", needId: id });
    return ok();
  });
}
