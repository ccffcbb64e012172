import { and, count, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { type LockedHousehold, stepHousehold } from "../households/lock-household.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { earliestClose } from "../notices/notice.ts";
import { householdNoticeBody } from "../notices/notice-body.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { getWholeNumberSetting } from "../regions/jurisdiction-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getLatestReview } from "./case-record-queries.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type OpenHouseholdNoticeError = StepError | "rule_missing";

/**
 * Puts a file up for notice (S7): that the household is going to be on file, or is going to leave it (S16). The notice is the same as a
 * need's: masked, the full days of the place's rule, pausable by anyone, for good at its address.
 */
export async function openHouseholdNotice(
  db: Db,
  input: { householdId: string; kind: "household" | "exit"; objectionPhone: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ noticeId: string; publicCode: string }, OpenHouseholdNoticeError>> {
  return db.transaction(async (tx) => {
    const { householdId, kind, objectionPhone } = input;
    const event = kind === "household" ? "notice" : "notice_exit";
    const file = await lockForStep(tx, { householdId, step: event, actor });
    if (!file.ok) return file;
    const { regionCode, version } = file.value;
    const key = { regionCode, key: "notice.minDays", day: dayInChina(at) };
    const rule = await getWholeNumberSetting(tx, key);
    if (!rule) return err("rule_missing");
    const notice = { id: newId(), publicCode: newPublicCode() };
    const { title, body } = await textOf(tx, file.value, kind);
    await tx.insert(notices).values({
      ...notice,
      kind,
      householdId,
      householdVersion: version,
      regionCode,
      title,
      body,
      objectionPhone,
      minDays: rule.value,
      ruleSource: rule.source,
      state: "open",
      openedAt: at,
      closesNotBefore: earliestClose(at, rule.value),
      openedBy: actorUserId(actor),
    });
    if (!(await stepHousehold(tx, file.value, { event }, actor, at))) throw new Error("a locked file moved");
    const line = { noun: "notice", subjectId: notice.id, from: null, event: "open", to: "open" };
    await recordTransition(tx, at, actor, line);
    await recordEvents(tx, at, { kind: "notice.opened", noticeId: notice.id });
    return ok({ noticeId: notice.id, publicCode: notice.publicCode });
  });
}

/** Title without any name; the body masks the head's (L31). */
async function textOf(tx: Tx, file: LockedHousehold, kind: "household" | "exit") {
  const [village] = await tx.select({ name: regions.shortName }).from(regions).where(eq(regions.code, file.regionCode));
  const [members] = await tx
    .select({ count: count() })
    .from(householdMembers)
    .where(and(eq(householdMembers.householdId, file.id), isNull(householdMembers.leftOn)));
  const meeting = kind === "exit" ? null : await getLatestReview(tx, { householdId: file.id, version: file.version });
  const villageName = village?.name ?? "";
  const body = householdNoticeBody({
    event: kind,
    villageName,
    headName: file.headName,
    memberCount: members?.count ?? 0,
    programme: file.programme,
    meeting,
  });
  return { title: kind === "exit" ? `${villageName}一户农户退出` : `${villageName}一户农户建档`, body };
}
