import type { Db } from "#db/client.server.ts";
import { supervisorObjections } from "#db/schema/need-gate.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase } from "./lock-need-case.server.ts";
import { isBeforeApproval, supervisorRoles } from "./verification-policy.ts";

export type ObjectAsSupervisorError = "not_found" | "conflict";

/**
 * A named supervisor of the village (两代表一委员) objects to a need that is not public yet (S9): nothing is put up or approved until the county
 * has answered. Only staff read it, so it may name people.
 */
export async function objectAsSupervisor(
  db: Db,
  input: { needId: string; content: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ objectionId: string }, ObjectAsSupervisorError>> {
  const raisedBy = actorUserId(actor);
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: supervisorRoles });
    if (!need || raisedBy === null) return err("not_found");
    if (!isBeforeApproval(need.state)) return err("conflict");
    const objectionId = newId();
    await tx.insert(supervisorObjections).values({
      id: objectionId,
      needId: need.id,
      needVersion: need.version,
      content: input.content,
      state: "received",
      raisedBy,
      raisedAt: at,
    });
    const { id, state } = need;
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: id,
      from: state,
      event: "supervisor_object",
      to: state,
      reason: input.content,
    });
    await recordEvents(tx, at, { kind: "need.changed", needId: id });
    return ok({ objectionId });
  });
}
