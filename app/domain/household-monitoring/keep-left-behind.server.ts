import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { leftBehindEntries } from "#db/schema/household-monitoring.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { isId, newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { LeftBehindKind } from "./household-monitoring.ts";
import { monitorRoles } from "./monitoring-policy.ts";

type Entry = { householdId: string; memberId: string; kind: LeftBehindKind; visitEveryDays: number };

/** Puts somebody who is left behind at home on the ledger, with how often somebody must visit (S12). One standing entry per person. */
export async function enterLeftBehind(
  db: Db,
  entry: Entry,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "already_entered">> {
  const { householdId, memberId } = entry;
  if (!isId(memberId)) return err("not_found");
  try {
    return await db.transaction(async (tx) => {
      if (!(await findHousehold(tx, { householdId, actor, roles: monitorRoles }))) return err("not_found");
      const [member] = await tx
        .select({ id: householdMembers.id })
        .from(householdMembers)
        .where(
          and(
            eq(householdMembers.id, memberId),
            eq(householdMembers.householdId, householdId),
            isNull(householdMembers.leftOn),
          ),
        );
      if (!member) return err("not_found");
      const id = newId();
      const createdBy = actorUserId(actor);
      await tx.insert(leftBehindEntries).values({ ...entry, id, fromOn: dayInChina(at), createdBy, createdAt: at });
      const line = { noun: "left_behind", subjectId: id, from: null, event: "enter", to: entry.kind };
      await recordTransition(tx, at, actor, line);
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "left_behind_entries_standing") return err("already_entered");
    throw error;
  }
}

/** Ends an entry, with the reason: the parents came home. History stays. */
export async function endLeftBehind(
  db: Db,
  { householdId, entryId, reason }: { householdId: string; entryId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  if (!isId(entryId)) return err("not_found");
  return db.transaction(async (tx) => {
    if (!(await findHousehold(tx, { householdId, actor, roles: monitorRoles }))) return err("not_found");
    const [ended] = await tx
      .update(leftBehindEntries)
      .set({ toOn: dayInChina(at) })
      .where(
        and(
          eq(leftBehindEntries.id, entryId),
          eq(leftBehindEntries.householdId, householdId),
          isNull(leftBehindEntries.toOn),
        ),
      )
      .returning({ kind: leftBehindEntries.kind });
    if (!ended) return err("conflict");
    const line = { noun: "left_behind", subjectId: entryId, from: ended.kind, event: "end", to: "ended", reason };
    await recordTransition(tx, at, actor, line);
    return ok();
  });
}
