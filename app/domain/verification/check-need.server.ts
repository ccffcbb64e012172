import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { type GateReason, passGate, type UnreasonableNeed } from "../reasonable-needs/pass-gate.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getReviewMeeting } from "./case-record-queries.server.ts";
import { lockNeedCase, stepNeed } from "./lock-need-case.server.ts";
import { checkerRoles, mayCheckAsSecondPerson } from "./verification-policy.ts";

export type CheckNeedError =
  | "not_found"
  | "conflict"
  | "same_person"
  | "meeting_missing"
  | "meeting_not_in_favour"
  | "reason_missing";

/**
 * The town confirms a submitted need against evidence and register (S5), in the version it read. Needs a review meeting on that version
 * with more votes for than against (S6), another person than the one who wrote it (F13), and a typed reason for everything the gate found
 * that is not forbidden outright (D7).
 */
export async function checkNeed(
  db: Db,
  input: { needId: string; version: number; reasons?: readonly GateReason[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, CheckNeedError> | UnreasonableNeed> {
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: checkerRoles });
    if (!need) return err("not_found");
    if (need.version !== input.version || need.state !== "submitted") return err("conflict");
    if (!mayCheckAsSecondPerson(actor, need)) return err("same_person");
    const meeting = await getReviewMeeting(tx, { needId: need.id, version: need.version });
    if (!meeting) return err("meeting_missing");
    if (meeting.votesFor <= meeting.votesAgainst) return err("meeting_not_in_favour");
    const refusal = await passGate(tx, { need, reasons: input.reasons ?? [], actor, at });
    if (refusal) return refusal;
    const changes = { checkedBy: actorUserId(actor), checkedAt: at, registerVerifiedOn: dayInChina(at) };
    const moved = await stepNeed(tx, need, { event: "check", changes }, actor, at);
    return moved ? ok() : err("conflict");
  });
}
