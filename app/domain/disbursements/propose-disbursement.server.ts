import { and, eq, isNull } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { type OptionalPictureError, withOptionalPicture } from "../files/with-optional-picture.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { findNeed } from "../needs/find-need.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { DisbursementInput } from "./disbursement-form.ts";
import { disbursementProposerRoles } from "./disbursement-policy.ts";
import { getNeedMoney } from "./disbursement-queries.server.ts";

export type ProposeDisbursementError =
  | "not_found"
  | "no_charity"
  | "not_enough_money"
  | "same_invoice"
  | "invoice_required"
  | "photo_required"
  | "other_household"
  | OptionalPictureError;

/** States of a need whose money may be spent. */
const spendableStates: readonly string[] = ["published", "fulfilled", "reported"];

/**
 * Proposes a payment from a need's money: to a supplier with number and picture of its invoice, or to the need's own household, into an
 * account in the name of one of its members (S101). Nothing moves yet; what is open already counts against the balance, so that two
 * proposals cannot promise the same fen.
 */
export async function proposeDisbursement(
  services: { db: Db; files: FileStore },
  input: DisbursementInput & { needId: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<{ disbursementId: string }, ProposeDisbursementError>> {
  const proposedBy = actorUserId(actor);
  const found = await findNeed(services.db, { needId: input.needId, actor, roles: disbursementProposerRoles });
  if (found === null || proposedBy === null || !spendableStates.includes(found.state)) return err("not_found");
  if (input.payeeKind === "supplier" && input.invoiceNumber === "") return err("invoice_required");
  if (input.payeeKind === "supplier" && input.pictures.length === 0) return err("photo_required");
  try {
    return await withOptionalPicture<{ disbursementId: string }, ProposeDisbursementError>(
      services,
      input.pictures,
      async (tx, picture) => {
        const checked = await checkProposal(tx, input);
        if (!checked.ok) return checked;
        if (picture !== null) await recordPictures(tx, [picture], actor, at);
        const id = newId();
        await tx.insert(disbursements).values({
          id,
          publicCode: newPublicCode(),
          needId: input.needId,
          charityId: checked.value.charityId,
          payeeKind: input.payeeKind,
          payeeName: input.payeeName,
          purpose: input.purpose,
          amountFen: input.amount,
          costKind: input.costKind,
          invoiceNumber: input.invoiceNumber === "" ? null : input.invoiceNumber,
          evidenceFileId: picture?.id ?? null,
          state: "proposed",
          proposedBy,
          proposedAt: at,
        });
        const step = { noun: "disbursement", subjectId: id, from: null, event: "propose", to: "proposed" };
        await recordTransition(tx, at, actor, step);
        await recordEvents(tx, at, { kind: "disbursement.changed", disbursementId: id });
        return ok({ disbursementId: id });
      },
    );
  } catch (error) {
    if (violatedConstraint(error)?.includes("invoice")) return err("same_invoice");
    throw error;
  }
}

/** Under the need's lock: who pays, whether the money is there, and whether the household is the need's own. */
async function checkProposal(
  tx: Tx,
  input: DisbursementInput & { needId: string },
): Promise<Result<{ charityId: string }, ProposeDisbursementError>> {
  const [need] = await tx
    .select({ charityId: needs.charityId, householdId: needs.householdId })
    .from(needs)
    .where(eq(needs.id, input.needId))
    .for("update");
  if (!need || need.charityId === null) return err("no_charity");
  if (input.payeeKind === "household" && !(await isMember(tx, need.householdId, input.payeeName))) {
    return err("other_household");
  }
  const money = await getNeedMoney(tx, { needId: input.needId });
  if (money.balanceFen - money.proposedFen < input.amount) return err("not_enough_money");
  return ok({ charityId: need.charityId });
}

async function isMember(tx: Tx, householdId: string | null, name: string): Promise<boolean> {
  if (householdId === null) return false;
  const rows = await tx
    .select({ id: householdMembers.id })
    .from(householdMembers)
    .where(
      and(
        eq(householdMembers.householdId, householdId),
        eq(householdMembers.name, name),
        isNull(householdMembers.leftOn),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
