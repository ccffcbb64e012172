import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { countNeedQueues } from "#app/domain/needs/need-queue-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { answerSupervisorObjection } from "#app/domain/verification/answer-supervisor-objection.server.ts";
import { objectAsSupervisor } from "#app/domain/verification/object-as-supervisor.server.ts";
import { openNotice } from "#app/domain/verification/open-notice.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import {
  listSupervisorNames,
  listSupervisorObjections,
} from "#app/domain/verification/supervisor-objection-queries.server.ts";
import { supervisorObjections } from "#db/schema/need-gate.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import {
  bulan,
  createNeed,
  createNotice,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");

describe("supervisors of a village", () => {
  let database: TestDatabase;
  let supervisor: SignedInActor;
  let ofOtherVillage: SignedInActor;
  let county: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    supervisor = await createStaff(database.db, "supervisor", bulan, { displayName: "村民代表陈" });
    ofOtherVillage = await createStaff(database.db, "supervisor", gaoshan, { displayName: "高山监督员" });
    county = await createStaff(database.db, "county_verifier", "440783");
  });
  afterAll(() => database.drop());

  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
  const object = (needId: string, actor = supervisor) =>
    objectAsSupervisor(database.db, { needId, content: "这户去年已经打过一口井，请核实。" }, actor, at);
  const answer = (needId: string, objectionId: string, outcome: "upheld" | "dismissed", actor = county) =>
    answerSupervisorObjection(
      database.db,
      { needId, objectionId, outcome, answer: "已到户查看，旧井去年塌了，情况属实。" },
      actor,
      at,
    );
  const stateOf = async (needId: string) =>
    (await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, needId)))[0]?.state;

  /** A need of the village that is ready to be approved. */
  async function ready() {
    const need = await createNeed(database.db, { state: "noticed", publishedAt: null });
    const version = { needId: need.id, needVersion: 1 };
    await createReviewMeeting(database.db, version);
    await createNotice(database.db, { ...version, openedAt: new Date("2026-11-10T02:00:00Z"), state: "open" });
    await createSignature(database.db, version);
    return need.id;
  }
  const publish = (needId: string) => publishNeed(database.db, { needId, filingId: null }, county, at);

  it("S9: the named supervisors of a village see its unpublished queue, nobody else's", async () => {
    await createNeed(database.db, { state: "submitted", publishedAt: null });
    const submitted = async (actor: SignedInActor) =>
      (await countNeedQueues(database.db, actor)).find(({ key }) => key === "submitted")?.count;
    expect(await submitted(supervisor)).toBe(1);
    expect(await submitted(ofOtherVillage)).toBe(0);
    expect(await listSupervisorNames(database.db, { regionCode: bulan, at })).toEqual(["村民代表陈"]);
    expect(await listSupervisorNames(database.db, { regionCode: "440783117201", at })).toEqual([]);
  });

  it("S9: an objection must be answered before the need is approved, also past the application", async () => {
    const needId = await ready();
    expect(codeOf(await object(needId, ofOtherVillage))).toBe("not_found");
    expect(codeOf(await object(needId, county))).toBe("not_found");
    const raised = await object(needId);
    if (!raised.ok) throw new Error(raised.code);
    expect(codeOf(await publish(needId))).toBe("supervisor_objection_open");
    const past = { state: "published", approvedBy: county.userId, publishedAt: at } as const;
    const closed = sqlRefusal(database, async (tx) => {
      await tx.execute(`update notices set state = 'closed', closed_at = '2026-11-20' where need_id = '${needId}'`);
      await tx.update(needs).set(past).where(eq(needs.id, needId));
    });
    expect(await closed).toBe("23514 needs_publication");
    expect(codeOf(await answer(needId, raised.value.objectionId, "dismissed", supervisor))).toBe("not_found");
    expect(codeOf(await answer(needId, raised.value.objectionId, "dismissed"))).toBe("ok");
    expect(codeOf(await answer(needId, raised.value.objectionId, "upheld"))).toBe("conflict");
    expect(codeOf(await publish(needId))).toBe("ok");
    expect(codeOf(await object(needId))).toBe("conflict");
    const steps = await listTransitions(database.db, { noun: "need", subjectId: needId });
    expect(steps.map(({ event }) => event)).toEqual(expect.arrayContaining(["supervisor_object", "answer_supervisor"]));
  });

  it("S9: nothing is put up for notice while it waits; upheld, the need goes back to the village", async () => {
    const { id: needId } = await createNeed(database.db, { state: "checked", publishedAt: null });
    await createReviewMeeting(database.db, { needId, needVersion: 1 });
    const raised = await object(needId);
    if (!raised.ok) throw new Error(raised.code);
    const notice = () => openNotice(database.db, { needId, objectionPhone: "0750-2000116" }, county, at);
    expect(codeOf(await notice())).toBe("supervisor_objection_open");
    expect(codeOf(await answer(needId, raised.value.objectionId, "upheld"))).toBe("ok");
    expect(await stateOf(needId)).toBe("returned");
    expect(await listSupervisorObjections(database.db, { needId })).toMatchObject([
      { outcome: "upheld", raisedByName: "村民代表陈", answeredByName: county.displayName },
    ]);
  });

  it("S9: words of objection and answer are never rewritten", async () => {
    const change = { content: "没有意见了，都很好。" };
    expect(await sqlRefusal(database, (tx) => tx.update(supervisorObjections).set(change))).toBe(
      "23514 supervisor_objections_rules",
    );
  });
});
