import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { moneyFreezes } from "#db/schema/money-freezes.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import type { PlainComplaintStep } from "./complaint.ts";
import { lockComplaint, stepComplaint } from "./lock-complaint.server.ts";

export type MoveComplaintError = "not_found" | "conflict" | "same_person" | "money_frozen" | "reason_missing";

/**
 * Accepts a complaint, begins to look into it, looks into it again (with a reason), or closes it. A serious one is closed by another person
 * than the one who answered, and not while it freezes money; PostgreSQL holds both, too.
 */
export async function moveComplaint(
  db: Db,
  input: { complaintId: string; step: PlainComplaintStep; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, MoveComplaintError>> {
  return db.transaction(async (tx) => {
    const { step, reason } = input;
    const complaint = await lockComplaint(tx, { complaintId: input.complaintId, actor });
    if (!complaint) return err("not_found");
    const userId = actorUserId(actor);
    if (step === "reopen" && reason === "") return err("reason_missing");
    if (step === "close") {
      if (complaint.isSerious && complaint.answeredBy === userId) return err("same_person");
      const frozen = await tx
        .select({ id: moneyFreezes.id })
        .from(moneyFreezes)
        .where(and(eq(moneyFreezes.complaintId, complaint.id), isNull(moneyFreezes.liftedAt)));
      if (frozen.length > 0) return err("money_frozen");
    }
    const changes = {
      accept: { acceptedBy: userId },
      investigate: {},
      reopen: {},
      close: { closedBy: userId, closedAt: at },
    }[step];
    const isMoved = await stepComplaint(tx, complaint, { event: step, changes, reason }, actor, at);
    return isMoved ? ok() : err("conflict");
  });
}
