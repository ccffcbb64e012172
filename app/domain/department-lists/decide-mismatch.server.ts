import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { listMismatches } from "#db/schema/department-lists.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { suspendNeedsOfHousehold } from "../needs/suspend-needs-of-household.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { type DecideMismatchInput, mismatchRoles } from "./mismatch-form.ts";

/**
 * Decides one mismatch, with a reason (S13). Accepted: the published needs of the household wait until the county has verified them anew (S45); an
 * exit, a removal or a change of the file is proposed by its own steps. Rejected: the same row of a later list does not come back.
 */
export async function decideMismatch(
  db: Db,
  input: DecideMismatchInput & { mismatchId: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ householdId: string; suspendedNeedIds: string[] }, "not_found" | "conflict">> {
  const { mismatchId, decision, reason } = input;
  if (!isId(mismatchId)) return err("not_found");
  return db.transaction(async (tx) => {
    const mine = and(
      eq(listMismatches.id, mismatchId),
      inScope(listMismatches.regionCode, scopesOf(actor, mismatchRoles)),
    );
    const [found] = await tx.select().from(listMismatches).where(mine).for("update");
    if (!found) return err("not_found");
    if (found.state !== "open") return err("conflict");
    const { householdId } = found;
    await tx
      .update(listMismatches)
      .set({ state: decision, decidedBy: actor.userId, decidedAt: at, reason })
      .where(eq(listMismatches.id, mismatchId));
    const step = { noun: "list_mismatch", subjectId: mismatchId, from: "open", event: "decide", to: decision, reason };
    await recordTransition(tx, at, actor, step);
    const suspendedNeedIds =
      decision === "accepted" ? await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at) : [];
    if (decision === "accepted") await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok({ householdId, suspendedNeedIds });
  });
}
