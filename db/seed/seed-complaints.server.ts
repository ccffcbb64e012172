import { and, asc, eq, isNull } from "drizzle-orm";
import { type Actor, anonymousActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { ComplaintKind } from "#app/domain/complaints/complaint.ts";
import { standardReply } from "#app/domain/complaints/complaint.ts";
import { complaintCode, complaintCodeHash } from "#app/domain/complaints/complaint-code.server.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { addWorkingDays } from "#app/domain/working-days.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Random } from "./random.ts";

const dayMilliseconds = 86_400_000;

type Told = { kind: ComplaintKind; content: string; daysAgo: number; answer?: string; isUpheld?: boolean };

const stories: readonly Told[] = [
  {
    kind: "false_need",
    content: "公示里写打井六十米，我上周路过看到只打了一半，请核实工程量。",
    daysAgo: 40,
    answer: "镇里到现场核对：工程分两段做，第二段本月开工，进度写进成效报告。公示内容没有改动。",
    isUpheld: false,
  },
  {
    kind: "privacy",
    content: "村里公告栏贴的名单没有遮住名字，和网上公示不一样，请提醒他们。",
    daysAgo: 25,
    answer: "情况属实。村里当天换上了打码的公示，并对信息员做了培训。",
    isUpheld: true,
  },
  { kind: "money", content: "想问路灯的钱为什么还没有付给厂家，群里有人说被挪用了。", daysAgo: 2 },
];

/** Three complaints about needs of villages: two were answered in time by the county, one waits. */
export async function seedComplaints(
  db: DbOrTx,
  random: Random,
  { sealer, handler, now }: { sealer: Sealer; handler: Actor & { userId: string }; now: Date },
): Promise<void> {
  const open = await db
    .select({ id: needs.id, code: needs.publicCode, regionCode: needs.regionCode })
    .from(needs)
    .where(and(eq(needs.state, "published"), isNull(needs.householdId)))
    .orderBy(asc(needs.publishedAt), asc(needs.id))
    .limit(stories.length);
  for (const [index, need] of open.entries()) {
    const story = stories[index];
    if (story === undefined) continue;
    const receivedAt = new Date(now.getTime() - story.daysAgo * dayMilliseconds);
    const id = random.id();
    await db.insert(complaints).values({
      id,
      codeHash: complaintCodeHash(complaintCode(sealer, id)) ?? "",
      caseNumber: random.publicCode(),
      kind: story.kind,
      content: story.content,
      locale: "zh-CN",
      aboutPath: `/needs/${need.code}`,
      needId: need.id,
      regionCode: need.regionCode,
      state: "received",
      receivedAt,
      dueOn: addWorkingDays(dayInChina(receivedAt), standardReply.workingDays),
      replyWorkingDays: standardReply.workingDays,
      ruleSource: standardReply.source,
    });
    await recordTransition(db, receivedAt, anonymousActor, {
      noun: "complaint",
      subjectId: id,
      from: null,
      event: "receive",
      to: "received",
    });
    if (story.answer === undefined) continue;
    const at = new Date(receivedAt.getTime() + 2 * dayMilliseconds);
    await db.update(complaints).set({ state: "accepted", acceptedBy: handler.userId }).where(eq(complaints.id, id));
    await recordTransition(db, at, handler, {
      noun: "complaint",
      subjectId: id,
      from: "received",
      event: "accept",
      to: "accepted",
    });
    await db
      .update(complaints)
      .set({
        state: "answered",
        outcome: story.isUpheld ? "upheld" : "not_upheld",
        answer: story.answer,
        answeredBy: handler.userId,
        answeredAt: at,
      })
      .where(eq(complaints.id, id));
    await recordTransition(db, at, handler, {
      noun: "complaint",
      subjectId: id,
      from: "accepted",
      event: "answer",
      to: "answered",
      reason: story.answer,
    });
  }
}
