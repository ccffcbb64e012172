import { dayInChina } from "#app/domain/clock.ts";
import { earliestClose } from "#app/domain/notices/notice.ts";
import { noticeBody } from "#app/domain/notices/notice-body.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { needSignatures, notices, objections, reviewMeetings } from "#db/schema/verification.server.ts";
import { registerPictures } from "./pictures.server.ts";
import { planDocument, planSource } from "./plan-document.ts";
import type { Random } from "./random.ts";
import { cameTo, type NeedContext, type SeededNeed } from "./seed-needs.server.ts";

const dayMilliseconds = 86_400_000;

type TransitionRow = typeof stateTransitions.$inferInsert;

/** Meetings, notices, objections and signatures, each with the picture or the step that the commands would have left. */
export async function seedVerification(
  db: DbOrTx,
  random: Random,
  seeded: readonly SeededNeed[],
  context: NeedContext,
): Promise<void> {
  const checked = seeded.filter((need) => cameTo(need, "checked"));
  const minutes = await registerPapers(db, random, checked, "met", context);
  const meetings = checked.map((need, index) => meetingRow(random, need, minutes[index] ?? null));
  await db.insert(reviewMeetings).values(meetings);
  const noticed = seeded.filter((need) => cameTo(need, "noticed"));
  const noticeRows = noticed.map((need) => {
    const meeting = meetings.find((one) => one.needId === need.id);
    if (!meeting) throw new RangeError("a noticed need has no meeting");
    return noticeRow(random, need, meeting, context);
  });
  await db.insert(notices).values(noticeRows);
  await db.insert(stateTransitions).values(noticeRows.flatMap((notice) => noticeHistory(random, notice, context)));
  await db.insert(objections).values(
    noticeRows
      .filter((notice) => notice.state === "paused")
      .map((notice) => ({
        id: random.id(),
        publicCode: random.publicCode(),
        noticeId: notice.id,
        content: "想问清楚清洗机归谁所有、别的农户能不能用，请公布使用办法。",
        state: "received" as const,
        createdAt: notice.pausedAt ?? notice.openedAt,
      })),
  );
  const signed = seeded.filter((need) => cameTo(need, "signed"));
  const papers = await registerPapers(db, random, signed, "signed", context);
  await db.insert(needSignatures).values(
    signed.map((need, index) => ({
      id: random.id(),
      needId: need.id,
      needVersion: 1,
      signerName: headNameOf(need, context) ?? `${need.demo.village}村民委员会`,
      method: "signature" as const,
      evidenceFileId: papers[index] ?? null,
      recordedBy: need.officerId,
      signedAt: need.times.signed,
    })),
  );
}

function registerPapers(
  db: DbOrTx,
  random: Random,
  of: readonly SeededNeed[],
  step: "met" | "signed",
  { pictures, files }: NeedContext,
): Promise<string[]> {
  const uses = of.map((need) => ({ scene: "paper" as const, isPublic: false, at: need.times[step] }));
  return registerPictures(db, pictures, uses, files, random);
}

function headNameOf(need: SeededNeed, { households }: NeedContext): string | null {
  return households.find((household) => household.id === need.householdId)?.headName ?? null;
}

function meetingRow(random: Random, need: SeededNeed, minutesFileId: string | null) {
  const attendeeCount = random.int(11, 23);
  const votesAgainst = random.chance(0.2) ? 1 : 0;
  return {
    id: random.id(),
    needId: need.id,
    needVersion: 1,
    heldOn: dayInChina(need.times.met),
    place: `${need.demo.village}党群服务中心`,
    attendees: "村民代表、村务监督委员会成员、驻村干部",
    attendeeCount,
    votesFor: attendeeCount - votesAgainst - 1,
    votesAgainst,
    votesAbstained: 1,
    minutes: `会议听取了信息员对「${need.demo.title}」的说明，查看了现场和预算，到会代表逐项议过，同意上报。`,
    minutesFileId,
    recordedBy: need.officerId,
    recordedAt: need.times.met,
  };
}

type NoticeRow = typeof notices.$inferInsert & { id: string; openedAt: Date };

function noticeRow(
  random: Random,
  need: SeededNeed,
  meeting: ReturnType<typeof meetingRow>,
  context: NeedContext,
): NoticeRow {
  const { minDays } = planDocument.notice;
  const isOver = cameTo(need, "closed");
  const isPaused = need.demo.key === "way-songnan-notice-paused";
  const items = need.demo.items.map(([name, unit, quantity, unitPriceFen]) => ({ name, unit, quantity, unitPriceFen }));
  return {
    id: random.id(),
    publicCode: random.publicCode(),
    kind: "need",
    needId: need.id,
    needVersion: 1,
    regionCode: need.regionCode,
    title: need.demo.title,
    body: noticeBody({
      villageName: need.demo.village,
      headName: headNameOf(need, context),
      summary: need.demo.summary,
      goalFen: need.goalFen,
      items,
      meeting,
    }),
    objectionPhone: "0750-2000116",
    minDays,
    ruleSource: planSource,
    state: isOver ? "closed" : isPaused ? "paused" : "open",
    openedAt: need.times.noticed,
    closesNotBefore: earliestClose(need.times.noticed, minDays),
    pausedAt: isPaused ? new Date(need.times.noticed.getTime() + 2 * dayMilliseconds) : null,
    closedAt: isOver ? need.times.published : null,
    openedBy: context.people.personas.county.userId,
  };
}

function noticeHistory(random: Random, notice: NoticeRow, { people }: NeedContext): TransitionRow[] {
  const { county, secondCounty } = people.personas;
  const step = (fromState: string | null, event: string, toState: string, at: Date, actorUserId: string | null) => ({
    id: random.id(),
    noun: "notice",
    subjectId: notice.id,
    fromState,
    event,
    toState,
    actorUserId,
    at,
  });
  const rows = [step(null, "open", "open", notice.openedAt, county.userId)];
  if (notice.pausedAt) rows.push(step("open", "pause", "paused", notice.pausedAt, null));
  if (notice.closedAt) rows.push(step("open", "close", "closed", notice.closedAt, secondCounty.userId));
  return rows;
}
