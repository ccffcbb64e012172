import type { Db } from "#db/client.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { listDueErasures } from "./due-erasure-queries.server.ts";
import { erasureRoles } from "./erasure-policy.ts";
import { erasureKinds, type RecordName, recordNameOf } from "./retention.ts";

const asMany = 10_000;

/**
 * Proposes the erasure of records whose days are over, all with one reason (F12). All or nothing: a record that is not due, not in the actor's
 * subtree, or proposed already stops them all, so that nobody believes that something was proposed that was not.
 */
export async function proposeDueErasures(
  db: Db,
  { records, reason }: { records: readonly RecordName[]; reason: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ count: number }, "not_allowed" | "not_due">> {
  if (scopesOf(actor, erasureRoles).length === 0) return err("not_allowed");
  return db.transaction(async (tx) => {
    const due = new Set<string>();
    for (const kind of erasureKinds) {
      if (!records.some((record) => record.kind === kind)) continue;
      const { items } = await listDueErasures(tx, {
        kind,
        actor,
        day: dayInChina(at),
        roles: erasureRoles,
        limit: asMany,
      });
      for (const item of items) if (!item.isProposed) due.add(recordNameOf(item));
    }
    const named = [...new Map(records.map((record) => [recordNameOf(record), record])).entries()];
    if (named.some(([name]) => !due.has(name))) return err("not_due");
    for (const [, { kind, id: subject }] of named) {
      const id = newId();
      await tx
        .insert(erasures)
        .values({ id, [`${kind}Id` as const]: subject, reason, proposedBy: actor.userId, proposedAt: at });
      const step = { from: null, event: "propose", to: "proposed", reason };
      await recordTransition(tx, at, actor, { noun: "erasure", subjectId: id, ...step });
    }
    return ok({ count: named.length });
  });
}
