import { and, eq, lte } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { needPhotos } from "#db/schema/needs.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { type FileRefusal, fileRefusalOf } from "../households/file-refusal-queries.server.ts";
import { hasStandingConsents } from "../households/household-queries.server.ts";
import { gateNeedTexts } from "../needs/gate-need-texts.server.ts";
import { type CrowdError, hideInCrowd } from "../needs/hide-in-crowd.server.ts";
import { hasPublishConsent } from "../needs/publish-consent-queries.server.ts";
import { tellsWithheldField } from "../needs/withheld-words-queries.server.ts";
import { isDue } from "../notices/notice.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getNeedSignature, getReviewMeeting, lockLatestNotice } from "./case-record-queries.server.ts";
import { getFilingWithCharity } from "./filing-queries.server.ts";
import { lockNeedCase, type NeedCase, stepNeed } from "./lock-need-case.server.ts";
import { listOverdueReasons } from "./overdue-queries.server.ts";
import { type ModeDecision, publicationModeOf } from "./publication-mode.ts";
import { isRoleGiver } from "./role-giver-queries.server.ts";
import { hasOpenSupervisorObjection } from "./supervisor-objection-queries.server.ts";
import { approverRoles, mayApproveAsSecondPerson } from "./verification-policy.ts";

export type PublishNeedError =
  | "not_found"
  | "conflict"
  | "same_person"
  | "role_giver"
  | "meeting_missing"
  | "notice_missing"
  | "notice_paused"
  | "too_early"
  | "signature_missing"
  | FileRefusal
  | "publish_consent_missing"
  | "withheld_words"
  | "photo_consent_missing"
  | "forbidden_text"
  | CrowdError
  | "supervisor_objection_open"
  | "unknown_filing"
  | "money_frozen";

export type PublishNeedInput = {
  needId: string;
  filingId: string | null;
  /** The coarser form of the household's facts the approver chose; null or absent: as they are shown now (D4). */
  publicCauses?: readonly string[] | null;
};

/**
 * The county approves: it closes the notice, whose full days must be over (S7), and publishes the need in one step. Approver, checker and
 * author are three people (F13). Every condition is asked here for a clear answer and once more by the database (F11). How the need is
 * published is the law's decision, not the approver's: see `publicationModeOf`.
 */
export async function publishNeed(
  db: Db,
  input: PublishNeedInput,
  actor: Actor,
  at: Date,
): Promise<Result<ModeDecision, PublishNeedError>> {
  try {
    return await db.transaction((tx) => approve(tx, input, actor, at));
  } catch (error) {
    // A consent withdrawn, or a notice paused, in the same instant: the database has the last word, and nothing was changed.
    if (violatedConstraint(error) === "needs_publication") return err("conflict");
    if (violatedConstraint(error) === "money_frozen") return err("money_frozen");
    throw error;
  }
}

async function approve(
  tx: Tx,
  input: PublishNeedInput,
  actor: Actor,
  at: Date,
): Promise<Result<ModeDecision, PublishNeedError>> {
  const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: approverRoles });
  if (!need) return err("not_found");
  if (need.state !== "noticed") return err("conflict");
  if (!mayApproveAsSecondPerson(actor, need)) return err("same_person");
  if (await isRoleGiver(tx, actor, need)) return err("role_giver");
  const notice = await lockLatestNotice(tx, need.id);
  const refusal =
    refusalOfNotice(notice, need, at) ?? (await refusalOfCase(tx, need)) ?? (await refusalOfHousehold(tx, need, at));
  if (refusal || notice === null) return err(refusal ?? "notice_missing");
  const filing = input.filingId === null ? null : await getFilingWithCharity(tx, input.filingId);
  if (input.filingId !== null && filing === null) return err("unknown_filing");
  if (need.householdId !== null) {
    const hiding = { householdId: need.householdId, publicCauses: input.publicCauses ?? null };
    const exposed = await hideInCrowd(tx, hiding, actor, at);
    if (exposed) return err(exposed);
  }
  await closeNotice(tx, notice.id, actor, at);
  const today = dayInChina(at);
  const asksForMoney = need.goalFen !== null;
  const overdue = filing === null ? [] : await listOverdueReasons(tx, { charityId: filing.charityId, today });
  const decision = publicationModeOf({ asksForMoney, charity: filing?.charity ?? null, filing, overdue, today });
  const receiver =
    decision.mode === "public" && filing !== null ? { charityId: filing.charity.id, filingId: filing.id } : {};
  const changes = {
    ...receiver,
    publishedAt: at,
    approvedBy: actorUserId(actor),
    registerVerifiedOn: today,
    publicationMode: decision.mode,
  };
  if (!(await stepNeed(tx, need, { event: "publish", changes }, actor, at))) throw new Error("a locked need moved");
  await recordEvents(tx, at, { kind: "need.published", needId: need.id });
  return ok(decision);
}

async function refusalOfCase(tx: Tx, need: NeedCase): Promise<PublishNeedError | null> {
  const version = { needId: need.id, version: need.version };
  if (!(await getReviewMeeting(tx, version))) return "meeting_missing";
  if (await hasOpenSupervisorObjection(tx, need.id)) return "supervisor_objection_open";
  return (await getNeedSignature(tx, version)) ? null : "signature_missing";
}

async function refusalOfHousehold(tx: Tx, need: NeedCase, at: Date): Promise<PublishNeedError | null> {
  if (await gateNeedTexts(tx, need, need.householdId)) return "forbidden_text";
  const { householdId } = need;
  if (householdId === null) return null;
  const fileRefusal = await fileRefusalOf(tx, householdId);
  if (fileRefusal !== null) return fileRefusal;
  if (!(await hasPublishConsent(tx, { needId: need.id, at }))) return "publish_consent_missing";
  if (await tellsWithheldField(tx, need)) return "withheld_words";
  const people = await tx
    .select({ fileId: needPhotos.fileId })
    .from(needPhotos)
    .where(and(eq(needPhotos.needId, need.id), eq(needPhotos.showsPerson, true)))
    .limit(1);
  if (people.length === 0) return null;
  const mayShow = await hasStandingConsents(tx, { householdId, purposes: ["publish_photo"] });
  return mayShow ? null : "photo_consent_missing";
}

type LockedNotice = NonNullable<Awaited<ReturnType<typeof lockLatestNotice>>>;

function refusalOfNotice(notice: LockedNotice | null, need: NeedCase, at: Date): PublishNeedError | null {
  if (notice === null || notice.needVersion !== need.version) return "notice_missing";
  if (notice.state === "paused") return "notice_paused";
  if (notice.state !== "open") return "conflict";
  return isDue(notice, at) ? null : "too_early";
}

async function closeNotice(tx: Tx, noticeId: string, actor: Actor, at: Date): Promise<void> {
  await tx
    .update(notices)
    .set({ state: "closed", closedAt: at })
    .where(and(eq(notices.id, noticeId), eq(notices.state, "open"), lte(notices.closesNotBefore, at)));
  await recordTransition(tx, at, actor, {
    noun: "notice",
    subjectId: noticeId,
    from: "open",
    event: "close",
    to: "closed",
  });
  await recordEvents(tx, at, { kind: "notice.changed", noticeId });
}
