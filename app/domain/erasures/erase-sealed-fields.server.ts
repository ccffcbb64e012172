import { and, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { listMismatches } from "#db/schema/department-lists.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { SignedInActor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getEndedFile } from "./erasure-queries.server.ts";

export type EraseError = "not_found" | "not_proposed" | "same_person";

/**
 * Takes the data keys of everything sealed in a file away, for good: nobody opens it any more, with whatever key (F12). The blind indexes go
 * with the numbers. Everything else stays: the file, its steps, the ledger. By another person than the one who proposed it, in PostgreSQL too.
 */
export async function eraseSealedFields(
  { db, sealer }: { db: Db; sealer: Sealer },
  { householdId }: { householdId: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, EraseError>> {
  return db.transaction(async (tx) => {
    const file = await getEndedFile(tx, { householdId, actor });
    if (file === null) return err("not_found");
    const open = and(eq(erasures.householdId, file.id), isNull(erasures.doneAt));
    const [proposal] = await tx.select().from(erasures).where(open).for("update");
    if (!proposal) return err("not_proposed");
    if (proposal.proposedBy === actor.userId) return err("same_person");
    await tx.update(erasures).set({ doneBy: actor.userId, doneAt: at }).where(eq(erasures.id, proposal.id));
    await takeDataKeys(tx, sealer, file.id);
    await takeListDetails(tx, sealer, file.id);
    const step = { from: "proposed", event: "erase", to: "erased" };
    await recordTransition(tx, at, actor, { noun: "erasure", subjectId: proposal.id, ...step });
    return ok();
  });
}

/** What other departments' lists said about the household goes with the rest (S13). */
async function takeListDetails(tx: Tx, sealer: Sealer, householdId: string): Promise<void> {
  const rows = await tx
    .select({ id: listMismatches.id, sealed: listMismatches.detailSealed })
    .from(listMismatches)
    .where(eq(listMismatches.householdId, householdId));
  for (const { id, sealed } of rows) {
    if (sealed === null) continue;
    await tx
      .update(listMismatches)
      .set({ detailSealed: sealer.erase(sealed) })
      .where(eq(listMismatches.id, id));
  }
}

async function takeDataKeys(tx: Tx, sealer: Sealer, householdId: string): Promise<void> {
  const without = (sealed: string | null) => (sealed === null ? null : sealer.erase(sealed));
  const [household] = await tx
    .select({ phoneSealed: households.phoneSealed, bankAccountSealed: households.bankAccountSealed })
    .from(households)
    .where(eq(households.id, householdId))
    .for("update");
  if (household) {
    await tx
      .update(households)
      .set({
        phoneSealed: without(household.phoneSealed),
        bankAccountSealed: without(household.bankAccountSealed),
        bankAccountIndex: null,
      })
      .where(eq(households.id, householdId));
  }
  const members = await tx
    .select({
      id: householdMembers.id,
      idNumberSealed: householdMembers.idNumberSealed,
      diagnosisSealed: householdMembers.diagnosisSealed,
      guardianSealed: householdMembers.guardianSealed,
    })
    .from(householdMembers)
    .where(eq(householdMembers.householdId, householdId))
    .for("update");
  for (const { id, idNumberSealed, diagnosisSealed, guardianSealed } of members) {
    const erased = {
      idNumberSealed: without(idNumberSealed),
      idNumberIndex: null,
      diagnosisSealed: without(diagnosisSealed),
      guardianSealed: without(guardianSealed),
    };
    await tx.update(householdMembers).set(erased).where(eq(householdMembers.id, id));
  }
}
