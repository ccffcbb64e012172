import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { alarms } from "#db/schema/alarms.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { alarmKeeperRoles } from "./alarm.ts";

/** A person has looked and says what was done. Where the fault is still there, the next look raises a new alarm. */
export async function putAlarmAway(
  db: Db,
  input: { alarmId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_allowed" | "conflict">> {
  const scopes = scopesOf(actor, alarmKeeperRoles);
  if (scopes.length === 0) return err("not_allowed");
  if (!isId(input.alarmId)) return err("conflict");
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(alarms)
      .set({ resolvedAt: at, resolvedBy: actorUserId(actor) })
      .where(and(eq(alarms.id, input.alarmId), isNull(alarms.resolvedAt), inScope(alarms.regionCode, scopes)))
      .returning({ id: alarms.id });
    if (rows.length === 0) return err("conflict");
    const step = { from: "open", event: "resolve", to: "resolved", reason: input.note };
    await recordTransition(tx, at, actor, { noun: "alarm", subjectId: input.alarmId, ...step });
    return ok();
  });
}
