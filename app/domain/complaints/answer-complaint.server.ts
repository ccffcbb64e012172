import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { listMemberNames } from "../households/household-queries.server.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { err, ok, type Result } from "../result.ts";
import type { ComplaintOutcome } from "./complaint.ts";
import { lockComplaint, stepComplaint } from "./lock-complaint.server.ts";

export type AnswerComplaintError = "not_found" | "conflict" | "forbidden_text";

/**
 * Answers a complaint with what was found. Whoever holds the code reads it, and nobody knows who that is: so it names no member of the
 * household and holds no ID number, phone or bank account (F4). The first answer stops the reply clock; a later one replaces the words.
 */
export async function answerComplaint(
  db: Db,
  input: { complaintId: string; outcome: ComplaintOutcome; answer: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AnswerComplaintError>> {
  return db.transaction(async (tx) => {
    const complaint = await lockComplaint(tx, { complaintId: input.complaintId, actor });
    if (!complaint) return err("not_found");
    const names = complaint.householdId === null ? [] : await listMemberNames(tx, complaint.householdId);
    if (findForbidden(input.answer, names).length > 0) return err("forbidden_text");
    const changes = {
      outcome: input.outcome,
      answer: input.answer,
      answeredBy: actorUserId(actor),
      answeredAt: complaint.answeredAt ?? at,
    };
    const step = { event: "answer", changes, reason: input.answer } as const;
    return (await stepComplaint(tx, complaint, step, actor, at)) ? ok() : err("conflict");
  });
}
