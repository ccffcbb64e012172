import { and, count, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { listMemberNames } from "../households/household-queries.server.ts";
import { type LockedHousehold, lockHousehold } from "../households/lock-household.server.ts";
import { isId } from "../ids.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { sendBackFile } from "../needs/send-back-file.server.ts";
import { closeAfterPause } from "../notices/notice.ts";
import { objectionAnswererRoles } from "../notices/notice-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { lockNeedCase, type NeedCase } from "./lock-need-case.server.ts";
import { sendBack } from "./return-need.server.ts";
import type { AnswerObjectionInput } from "./verification-form.ts";

export type AnswerObjectionError = "not_found" | "conflict" | "forbidden_text";

/**
 * The county answers an objection, publicly and with reasons (S7). Upheld: the notice ends and the need or file goes back to the village.
 * Dismissed: once the last open objection is answered the notice goes on, and the time it stood still does not count.
 */
export async function answerObjection(
  db: Db,
  input: AnswerObjectionInput & { objectionId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AnswerObjectionError>> {
  return db.transaction(async (tx) => {
    const { objectionId, outcome, answer } = input;
    const place = await findObjection(tx, objectionId, actor);
    if (!place) return err("not_found");
    // The need first, then its notice: the order of every step (C7).
    const need =
      place.needId === null
        ? null
        : await lockNeedCase(tx, { needId: place.needId, actor, roles: objectionAnswererRoles });
    const file =
      place.householdId === null
        ? null
        : await lockHousehold(tx, { householdId: place.householdId, actor, roles: objectionAnswererRoles });
    const [notice] = await tx.select().from(notices).where(eq(notices.id, place.noticeId)).for("update");
    if (!notice) return err("not_found");
    if (await namesSomebody(tx, answer, need?.householdId ?? file?.id ?? null)) return err("forbidden_text");
    const answered = await tx
      .update(objections)
      .set({ state: "answered", isUpheld: outcome, answer, answeredBy: actorUserId(actor), answeredAt: at })
      .where(and(eq(objections.id, objectionId), eq(objections.state, "received")))
      .returning({ id: objections.id });
    if (answered.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "objection",
      subjectId: objectionId,
      from: "received",
      event: outcome === "upheld" ? "uphold" : "dismiss",
      to: "answered",
      reason: answer,
    });
    if (notice.state === "paused") {
      if (outcome === "upheld") await endNotice(tx, { noticeId: notice.id, need, file, answer }, actor, at);
      else await resumeWhenAllAnswered(tx, notice, actor, at);
    }
    await recordEvents(tx, at, { kind: "notice.changed", noticeId: notice.id });
    return ok();
  });
}

async function findObjection(tx: Tx, objectionId: string, actor: Actor) {
  if (!isId(objectionId)) return null;
  const [row] = await tx
    .select({ noticeId: notices.id, needId: notices.needId, householdId: notices.householdId })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .where(and(eq(objections.id, objectionId), inScope(notices.regionCode, scopesOf(actor, objectionAnswererRoles))));
  return row ?? null;
}

/** The answer is public: it must not say what the notice may not (L31). */
async function namesSomebody(tx: Tx, answer: string, householdId: string | null): Promise<boolean> {
  const names = householdId === null ? [] : await listMemberNames(tx, householdId);
  return findForbidden(answer, names).length > 0;
}

type EndedNotice = { noticeId: string; need: NeedCase | null; file: LockedHousehold | null; answer: string };

async function endNotice(tx: Tx, { noticeId, need, file, answer }: EndedNotice, actor: Actor, at: Date): Promise<void> {
  // The notice of a need or of a file ends with its return; one of another kind ends alone.
  if (need !== null && (await sendBack(tx, need, answer, actor, at))) return;
  if (file !== null && (await sendBackFile(tx, file, answer, actor, at))) return;
  await tx
    .update(notices)
    .set({ state: "cancelled", closedAt: at })
    .where(and(eq(notices.id, noticeId), eq(notices.state, "paused")));
  await recordTransition(tx, at, actor, {
    noun: "notice",
    subjectId: noticeId,
    from: "paused",
    event: "cancel",
    to: "cancelled",
    reason: answer,
  });
}

async function resumeWhenAllAnswered(
  tx: Tx,
  notice: typeof notices.$inferSelect,
  actor: Actor,
  at: Date,
): Promise<void> {
  const [open] = await tx
    .select({ count: count() })
    .from(objections)
    .where(and(eq(objections.noticeId, notice.id), eq(objections.state, "received")));
  if ((open?.count ?? 0) > 0) return;
  const closesNotBefore = closeAfterPause(notice.closesNotBefore, notice.pausedAt ?? at, at);
  await tx
    .update(notices)
    .set({ state: "open", pausedAt: null, closesNotBefore })
    .where(and(eq(notices.id, notice.id), eq(notices.state, "paused")));
  await recordTransition(tx, at, actor, {
    noun: "notice",
    subjectId: notice.id,
    from: "paused",
    event: "resume",
    to: "open",
  });
}
