import type { Db } from "#db/client.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import type { SignedInActor } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getEndedFile } from "./erasure-queries.server.ts";

/** One person says why the numbers of an ended file need not be kept; another has to do it (F12). */
export async function proposeErasure(
  db: Db,
  input: { householdId: string; reason: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const file = await getEndedFile(tx, { householdId: input.householdId, actor });
    if (file === null) return err("not_found");
    const id = newId();
    const rows = await tx
      .insert(erasures)
      .values({ id, householdId: file.id, reason: input.reason, proposedBy: actor.userId, proposedAt: at })
      .onConflictDoNothing()
      .returning({ id: erasures.id });
    if (rows.length === 0) return err("conflict");
    const step = { from: null, event: "propose", to: "proposed", reason: input.reason };
    await recordTransition(tx, at, actor, { noun: "erasure", subjectId: id, ...step });
    return ok();
  });
}
