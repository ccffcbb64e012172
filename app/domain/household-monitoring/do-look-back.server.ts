import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdLookBacks } from "#db/schema/household-monitoring.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { isId, newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { gradeOfFinding, type LookBackFinding } from "./household-monitoring.ts";
import { monitorRoles } from "./monitoring-policy.ts";
import { insertWarning } from "./raise-warning.server.ts";

/** Does one 回头看 (S19): what was found, in words. A finding that is no good news raises its warning in the same moment. */
export async function doLookBack(
  db: Db,
  { lookBackId, finding, note }: { lookBackId: string; finding: LookBackFinding; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  if (!isId(lookBackId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [round] = await tx.select().from(householdLookBacks).where(eq(householdLookBacks.id, lookBackId));
    if (!round) return err("not_found");
    const { householdId, year } = round;
    if (!(await findHousehold(tx, { householdId, actor, roles: monitorRoles }))) return err("not_found");
    const done = await tx
      .update(householdLookBacks)
      .set({ doneBy: actorUserId(actor), doneAt: at, finding, note })
      .where(and(eq(householdLookBacks.id, lookBackId), isNull(householdLookBacks.doneAt)))
      .returning({ id: householdLookBacks.id });
    if (done.length === 0) return err("conflict");
    const line = { noun: "household_look_back", subjectId: lookBackId, from: "open", event: "look_back", to: finding };
    await recordTransition(tx, at, actor, { ...line, reason: note });
    const grade = gradeOfFinding(finding);
    if (grade !== null) {
      const warning = {
        householdId,
        kind: "look_back" as const,
        grade,
        note,
        id: newId(),
        key: `look_back:${householdId}:${year}`,
      };
      await insertWarning(tx, warning, actor, at);
    }
    return ok();
  });
}
