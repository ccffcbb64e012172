import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { reconciliationFindings } from "#db/schema/alarms.server.ts";
import { type Actor, actorUserId, membershipOf } from "../actor.ts";
import { charitiesOf } from "../donations/official-receipt-policy.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/**
 * A member of the charity explains a difference; it stays resolved while its amounts stay. Another charity's finding is not found.
 * The entries are not touched: what is wrong in the books is put right by a new posting.
 */
export async function resolveFinding(
  db: Db,
  input: { findingId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  if (actor.kind !== "user" || !isId(input.findingId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [finding] = await tx
      .select({ charityId: reconciliationFindings.charityId })
      .from(reconciliationFindings)
      .where(
        and(
          eq(reconciliationFindings.id, input.findingId),
          inArray(reconciliationFindings.charityId, charitiesOf(actor)),
        ),
      );
    if (finding === undefined || membershipOf(actor, finding.charityId) === undefined) return err("not_found");
    const rows = await tx
      .update(reconciliationFindings)
      .set({ resolvedAt: at, resolvedBy: actorUserId(actor), note: input.note })
      .where(and(eq(reconciliationFindings.id, input.findingId), isNull(reconciliationFindings.resolvedAt)))
      .returning({ id: reconciliationFindings.id });
    if (rows.length === 0) return err("conflict");
    const step = { from: "open", event: "resolve", to: "resolved", reason: input.note };
    await recordTransition(tx, at, actor, {
      noun: "reconciliation_finding",
      subjectId: input.findingId,
      ...step,
    });
    return ok();
  });
}
