import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { findNeed } from "../needs/find-need.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { DisbursementInput } from "./disbursement-form.ts";
import { disbursementProposerRoles } from "./disbursement-policy.ts";
import { getNeedMoney } from "./disbursement-queries.server.ts";

export type ProposeDisbursementError = "not_found" | "no_charity" | "not_enough_money" | "same_invoice";

/** States of a need whose money may be spent. */
const spendableStates: readonly string[] = ["published", "fulfilled", "reported"];

/**
 * Proposes a payment from a need's money to a supplier or household. Nothing moves yet; what is open already counts against the
 * balance, so that two proposals cannot promise the same fen.
 */
export async function proposeDisbursement(
  db: Db,
  input: DisbursementInput & { needId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ disbursementId: string }, ProposeDisbursementError>> {
  const proposedBy = actorUserId(actor);
  const found = await findNeed(db, { needId: input.needId, actor, roles: disbursementProposerRoles });
  if (found === null || proposedBy === null || !spendableStates.includes(found.state)) return err("not_found");
  try {
    return await db.transaction(async (tx) => {
      const [need] = await tx
        .select({ charityId: needs.charityId })
        .from(needs)
        .where(eq(needs.id, found.id))
        .for("update");
      if (!need || need.charityId === null) return err("no_charity");
      const money = await getNeedMoney(tx, { needId: found.id });
      if (money.balanceFen - money.proposedFen < input.amount) return err("not_enough_money");
      const id = newId();
      await tx.insert(disbursements).values({
        id,
        publicCode: newPublicCode(),
        needId: found.id,
        charityId: need.charityId,
        payeeKind: input.payeeKind,
        payeeName: input.payeeName,
        purpose: input.purpose,
        amountFen: input.amount,
        invoiceNumber: input.invoiceNumber === "" ? null : input.invoiceNumber,
        state: "proposed",
        proposedBy,
        proposedAt: at,
      });
      await recordTransition(tx, at, actor, {
        noun: "disbursement",
        subjectId: id,
        from: null,
        event: "propose",
        to: "proposed",
      });
      await recordEvents(tx, at, { kind: "disbursement.changed", disbursementId: id });
      return ok({ disbursementId: id });
    });
  } catch (error) {
    if (violatedConstraint(error)?.includes("invoice")) return err("same_invoice");
    throw error;
  }
}
