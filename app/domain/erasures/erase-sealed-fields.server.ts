import { and, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { listMismatches } from "#db/schema/department-lists.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { objections } from "#db/schema/verification.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { SignedInActor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { dropStagedCopies } from "../register-imports/drop-staged-copies.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getEndedFile, isErasureInScope } from "./erasure-queries.server.ts";

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
    return proposal ? erase(tx, sealer, proposal, actor, at) : err("not_proposed");
  });
}

/** The same for one proposal of the list of what is due: of a file, a complaint's or an objection's contact. */
export async function eraseProposed(
  { db, sealer }: { db: Db; sealer: Sealer },
  { erasureId }: { erasureId: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, EraseError>> {
  return db.transaction(async (tx) => {
    const open = and(eq(erasures.id, erasureId), isNull(erasures.doneAt));
    const [proposal] = await tx.select().from(erasures).where(open).for("update");
    if (!proposal || !(await isErasureInScope(tx, { erasureId, actor }))) return err("not_found");
    return erase(tx, sealer, proposal, actor, at);
  });
}

async function erase(
  tx: Tx,
  sealer: Sealer,
  proposal: typeof erasures.$inferSelect,
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, EraseError>> {
  if (proposal.proposedBy === actor.userId) return err("same_person");
  await tx.update(erasures).set({ doneBy: actor.userId, doneAt: at }).where(eq(erasures.id, proposal.id));
  const { householdId, complaintId, objectionId } = proposal;
  if (householdId !== null) {
    await dropStagedCopies(tx, householdId);
    await takeDataKeys(tx, sealer, householdId);
    await takeListDetails(tx, sealer, householdId);
  }
  if (complaintId !== null) await takeComplaintContact(tx, sealer, complaintId);
  if (objectionId !== null) await takeObjectionContact(tx, sealer, objectionId);
  const step = { from: "proposed", event: "erase", to: "erased" };
  await recordTransition(tx, at, actor, { noun: "erasure", subjectId: proposal.id, ...step });
  return ok();
}

async function takeComplaintContact(tx: Tx, sealer: Sealer, id: string): Promise<void> {
  const [row] = await tx
    .select({ contactSealed: complaints.contactSealed, emailSealed: complaints.emailSealed })
    .from(complaints)
    .where(eq(complaints.id, id))
    .for("update");
  if (!row) return;
  const erased = {
    contactSealed: row.contactSealed && sealer.erase(row.contactSealed),
    emailSealed: row.emailSealed && sealer.erase(row.emailSealed),
  };
  await tx.update(complaints).set(erased).where(eq(complaints.id, id));
}

async function takeObjectionContact(tx: Tx, sealer: Sealer, id: string): Promise<void> {
  const [row] = await tx
    .select({ contactSealed: objections.contactSealed })
    .from(objections)
    .where(eq(objections.id, id))
    .for("update");
  if (!row?.contactSealed) return;
  await tx
    .update(objections)
    .set({ contactSealed: sealer.erase(row.contactSealed) })
    .where(eq(objections.id, id));
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
