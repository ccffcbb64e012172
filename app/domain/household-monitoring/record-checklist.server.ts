import { and, desc, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdChecklists } from "#db/schema/household-monitoring.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold } from "../households/lock-household.server.ts";
import { newId } from "../ids.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ChecklistInput } from "./monitoring-form.ts";
import { monitorRoles } from "./monitoring-policy.ts";

export type RecordChecklistError = "not_found" | "household_ended" | "conflict";

/**
 * Records 两不愁三保障 and 低保 of a household for this year (S15). A correction is a new revision; whoever saves second gets `conflict` (C6).
 * The file's row is locked, so that two at once see each other.
 */
export async function recordChecklist(
  db: Db,
  { householdId, revision, ...answers }: ChecklistInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ revision: number }, RecordChecklistError>> {
  return db.transaction(async (tx) => {
    const file = await lockHousehold(tx, { householdId, actor, roles: monitorRoles });
    if (!file) return err("not_found");
    if (isEndedHousehold(file.state)) return err("household_ended");
    const year = Number(dayInChina(at).slice(0, 4));
    const [latest] = await tx
      .select({ revision: householdChecklists.revision })
      .from(householdChecklists)
      .where(and(eq(householdChecklists.householdId, householdId), eq(householdChecklists.year, year)))
      .orderBy(desc(householdChecklists.revision))
      .limit(1);
    if ((latest?.revision ?? 0) !== revision) return err("conflict");
    await tx.insert(householdChecklists).values({
      ...answers,
      id: newId(),
      householdId,
      year,
      revision: revision + 1,
      recordedBy: actorUserId(actor),
      recordedAt: at,
    });
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok({ revision: revision + 1 });
  });
}
