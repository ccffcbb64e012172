import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdWarnings } from "#db/schema/household-monitoring.server.ts";
import { households } from "#db/schema/households.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { monitorRoles } from "./monitoring-policy.ts";

/** Closes a warning, always with the reason (S19); PostgreSQL keeps a closed one as it is. */
export async function closeWarning(
  db: Db,
  { warningId, reason }: { warningId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  if (!isId(warningId)) return err("not_found");
  return db.transaction(async (tx) => {
    const mine = tx
      .select({ id: households.id })
      .from(households)
      .where(inScope(households.regionCode, scopesOf(actor, monitorRoles)));
    const [found] = await tx
      .select({ id: householdWarnings.id })
      .from(householdWarnings)
      .where(and(eq(householdWarnings.id, warningId), inArray(householdWarnings.householdId, mine)));
    if (!found) return err("not_found");
    return (await endWarning(tx, { warningId, reason }, actor, at)) ? ok() : err("conflict");
  });
}

/** The step itself, for the job as well. Returns whether it was still open. */
export async function endWarning(
  tx: Tx,
  { warningId, reason }: { warningId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const closed = await tx
    .update(householdWarnings)
    .set({ closedBy: actorUserId(actor), closedAt: at, closeReason: reason })
    .where(and(eq(householdWarnings.id, warningId), isNull(householdWarnings.closedAt)))
    .returning({ id: householdWarnings.id });
  if (closed.length === 0) return false;
  const line = { noun: "household_warning", subjectId: warningId, from: "open", event: "close", to: "closed", reason };
  await recordTransition(tx, at, actor, line);
  return true;
}
