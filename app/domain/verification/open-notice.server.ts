import type { Db, Tx } from "#db/client.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { listMemberNames } from "../households/household-queries.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { earliestClose } from "../notices/notice.ts";
import { noticeBody } from "../notices/notice-body.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { getWholeNumberSetting } from "../regions/jurisdiction-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getReviewMeeting } from "./case-record-queries.server.ts";
import { lockNeedCase, type NeedCase, stepNeed } from "./lock-need-case.server.ts";
import { getNoticeSource } from "./notice-source-queries.server.ts";
import { hasOpenSupervisorObjection } from "./supervisor-objection-queries.server.ts";
import { approverRoles } from "./verification-policy.ts";

export type OpenNoticeError =
  | "not_found"
  | "conflict"
  | "meeting_missing"
  | "supervisor_objection_open"
  | "rule_missing"
  | "forbidden_text";

/**
 * Puts a checked need up for notice (S7): masked facts, for as many full days as the need's region asks for on that day. Nothing starts
 * without the review meeting on this version (S6), without a rule for the days, while a supervisor's objection waits (S9), or with a text that names somebody (L31).
 */
export async function openNotice(
  db: Db,
  input: { needId: string; objectionPhone: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ noticeId: string; publicCode: string }, OpenNoticeError>> {
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: approverRoles });
    if (!need) return err("not_found");
    if (need.state !== "checked") return err("conflict");
    const meeting = await getReviewMeeting(tx, { needId: need.id, version: need.version });
    if (!meeting) return err("meeting_missing");
    if (await hasOpenSupervisorObjection(tx, need.id)) return err("supervisor_objection_open");
    const rule = await getWholeNumberSetting(tx, {
      regionCode: need.regionCode,
      key: "notice.minDays",
      day: dayInChina(at),
    });
    if (!rule) return err("rule_missing");
    const source = await getNoticeSource(tx, need);
    if (await saysTooMuch(tx, need, source)) return err("forbidden_text");
    const notice = { id: newId(), publicCode: newPublicCode() };
    await tx.insert(notices).values({
      ...notice,
      kind: "need",
      needId: need.id,
      needVersion: need.version,
      regionCode: need.regionCode,
      title: need.title,
      body: noticeBody({ ...source, meeting }),
      objectionPhone: input.objectionPhone,
      minDays: rule.value,
      ruleSource: rule.source,
      state: "open",
      openedAt: at,
      closesNotBefore: earliestClose(at, rule.value),
      openedBy: actorUserId(actor),
    });
    if (!(await stepNeed(tx, need, { event: "notice", changes: {} }, actor, at)))
      throw new Error("a locked need moved");
    await recordTransition(tx, at, actor, {
      noun: "notice",
      subjectId: notice.id,
      from: null,
      event: "open",
      to: "open",
    });
    await recordEvents(tx, at, { kind: "notice.opened", noticeId: notice.id });
    return ok({ noticeId: notice.id, publicCode: notice.publicCode });
  });
}

/** Title and summary were gated when written; the names of items were not, and the household may have grown since. */
async function saysTooMuch(
  tx: Tx,
  need: NeedCase,
  { items }: { items: readonly { name: string; unit: string }[] },
): Promise<boolean> {
  const names = need.householdId === null ? [] : await listMemberNames(tx, need.householdId);
  const texts = [need.title, need.summary, ...items.flatMap((item) => [item.name, item.unit])];
  return texts.some((text) => findForbidden(text, names).length > 0);
}
