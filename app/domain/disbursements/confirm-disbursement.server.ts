import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { disbursementTransitions } from "./disbursement.ts";
import { canConfirm } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

/** The recipient's side says that goods or money arrived: the third person (D6). */
export async function confirmDisbursement(
  db: Db,
  input: { disbursementId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "same_person" | "conflict">> {
  const disbursement = await getDisbursement(db, input);
  if (disbursement === null) return err("not_found");
  const isInvolved = [disbursement.proposedBy, disbursement.paidBy].includes(actorUserId(actor));
  if (!canConfirm(actor, disbursement)) return err(isInvolved ? "same_person" : "not_found");
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(disbursements)
      .set({ state: "confirmed", confirmedBy: actorUserId(actor), confirmedAt: at })
      .where(
        and(
          eq(disbursements.id, disbursement.id),
          inArray(disbursements.state, statesBefore(disbursementTransitions, "confirm")),
        ),
      )
      .returning({ id: disbursements.id });
    if (moved.length === 0) return err("conflict");
    const { id } = disbursement;
    await recordTransition(tx, at, actor, {
      noun: "disbursement",
      subjectId: id,
      from: "paid_out",
      event: "confirm",
      to: "confirmed",
    });
    await recordEvents(tx, at, { kind: "disbursement.changed", disbursementId: id });
    return ok();
  });
}
