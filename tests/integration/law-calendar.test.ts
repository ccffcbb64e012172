import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { listDues, listDuesOfCharity } from "#app/domain/law-calendar/due-queries.server.ts";
import { listDisclosures } from "#app/domain/law-calendar/duty-queries.server.ts";
import { recordDuty } from "#app/domain/law-calendar/record-duty.server.ts";
import { listOverdueReasons } from "#app/domain/verification/overdue-queries.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { objections } from "#db/schema/verification.server.ts";
import {
  createMember,
  createNeed,
  createNotice,
  createQualifiedCharity,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const on = (day: string) => new Date(`${day}T02:00:00Z`);

describe("the law calendar on record", () => {
  let database: TestDatabase;
  let charity: Awaited<ReturnType<typeof createQualifiedCharity>>;
  let clerk: SignedInActor;
  let stranger: SignedInActor;
  let county: SignedInActor;
  let elsewhere: SignedInActor;
  let running: Awaited<ReturnType<typeof createNeed>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { db } = database;
    await createTestRegions(db);
    charity = await createQualifiedCharity(db, { createdAt: on("2024-05-01") });
    const other = await createQualifiedCharity(db);
    clerk = await createMember(db, { id: charity.charityId, name: "慈善会" }, "charity");
    stranger = await createMember(db, { id: other.charityId, name: "另一家" }, "charity");
    county = await createStaff(db, "county_verifier", "440783");
    elsewhere = await createStaff(db, "county_verifier", "51");
    running = await createNeed(db, {
      publicationMode: "public",
      charityId: charity.charityId,
      filingId: charity.filingId,
      publishedAt: on("2026-03-10"),
    });
  });
  afterAll(() => database.drop());

  const rulesOn = async (today: string, status = "overdue") =>
    (await listDuesOfCharity(database.db, { organizationId: charity.charityId, today }))
      .filter((due) => due.status === status)
      .map(({ rule }) => rule);
  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
  const statement = "已铺设入户水管 1200 米，支出 12600 元，9 户通水。";
  const organizationId = () => charity.charityId;

  /** Approves a need of the village for which this charity would receive money. */
  async function approve(day: string) {
    const need = await createNeed(database.db, { state: "noticed", publishedAt: null });
    const version = { needId: need.id, needVersion: 1 };
    await createReviewMeeting(database.db, version);
    await createNotice(database.db, { ...version, openedAt: on("2026-06-01"), state: "open" });
    await createSignature(database.db, version);
    const result = await publishNeed(database.db, { needId: need.id, filingId: charity.filingId }, county, on(day));
    if (!result.ok) throw new Error(result.code);
    return result.value;
  }

  it("慈善法第七十九条 (L16) D11: a missed disclosure keeps the charity from a new public need, and a disclosure opens the way again", async () => {
    await recordDuty(
      database.db,
      { kind: "annual_report", organizationId: organizationId(), statement, recordUrl: "" },
      clerk,
      on("2026-04-01"),
    );
    expect(await rulesOn("2026-06-10")).toEqual([]);
    expect(await rulesOn("2026-06-11")).toEqual(["progress_disclosure"]);
    expect(await approve("2026-06-11")).toMatchObject({ mode: "intent_only", reasons: ["disclosure_overdue"] });
    const disclosure = {
      kind: "disclosure",
      organizationId: organizationId(),
      needId: running.id,
      statement,
      recordUrl: "",
    } as const;
    expect(codeOf(await recordDuty(database.db, disclosure, stranger, on("2026-06-12")))).toBe("not_found");
    expect(
      codeOf(
        await recordDuty(
          database.db,
          { ...disclosure, statement: "联系人电话 13812345678，欢迎咨询" },
          clerk,
          on("2026-06-12"),
        ),
      ),
    ).toBe("forbidden_text");
    expect(codeOf(await recordDuty(database.db, disclosure, clerk, on("2026-06-12")))).toBe("ok");
    expect(await listDisclosures(database.db, { publicCode: running.publicCode })).toMatchObject([
      { doneOn: "2026-06-12", statement },
    ]);
    expect(await approve("2026-06-12")).toMatchObject({ mode: "public", reasons: [] });
  });

  it("民政部令第81号 (L26) D11: the annual report not recorded by 31 May stops new public needs from 1 June", async () => {
    const another = await createQualifiedCharity(database.db, { createdAt: on("2020-05-01") });
    const reasonsOn = (today: string) => listOverdueReasons(database.db, { charityId: another.charityId, today });
    expect(await reasonsOn("2026-05-31")).toEqual([]);
    expect(await reasonsOn("2026-06-01")).toEqual(["annual_report_overdue"]);
    const member = await createMember(database.db, { id: another.charityId, name: "慈善会" }, "charity");
    const report = { kind: "annual_report", organizationId: another.charityId, statement, recordUrl: "" } as const;
    expect(codeOf(await recordDuty(database.db, report, member, on("2026-06-05")))).toBe("ok");
    expect(codeOf(await recordDuty(database.db, report, member, on("2026-06-05")))).toBe("already_recorded");
    expect(await reasonsOn("2026-06-05")).toEqual([]);
    expect(await reasonsOn("2027-06-01")).toEqual(["annual_report_overdue"]);
  });

  it("民政部令第81号 (L26) D11: a partner is evaluated within three months, and only by its charity", async () => {
    const ended = {
      kind: "cooperation_ended",
      organizationId: organizationId(),
      partnerName: "某志愿服务队",
      endedOn: "2026-05-20",
    } as const;
    expect(codeOf(await recordDuty(database.db, ended, clerk, on("2026-06-01")))).toBe("ok");
    expect(await rulesOn("2026-08-21")).toContain("partner_evaluation");
    const dues = await listDuesOfCharity(database.db, { organizationId: organizationId(), today: "2026-08-21" });
    const dutyId = dues.find(({ rule }) => rule === "partner_evaluation")?.target.id ?? "";
    const evaluation = {
      kind: "evaluation",
      organizationId: organizationId(),
      dutyId,
      statement,
      recordUrl: "",
    } as const;
    const asOther = { ...evaluation, organizationId: stranger.memberships[0]?.organizationId ?? "" };
    expect(codeOf(await recordDuty(database.db, asOther, stranger, on("2026-08-21")))).toBe("not_found");
    expect(codeOf(await recordDuty(database.db, evaluation, clerk, on("2026-08-21")))).toBe("ok");
    expect(await rulesOn("2026-08-21")).not.toContain("partner_evaluation");
  });

  it("MZ/T 087-2017 (L25) S31 D11: an unanswered objection is overdue after five working days, in its own subtree only", async () => {
    const need = await createNeed(database.db, { state: "noticed", publishedAt: null });
    await createReviewMeeting(database.db, { needId: need.id, needVersion: 1 });
    const { id: noticeId } = await createNotice(database.db, {
      needId: need.id,
      needVersion: 1,
      state: "open",
      openedAt: on("2026-09-25"),
    });
    await database.db.insert(objections).values({
      id: newId(),
      publicCode: "TESTA-TESTB",
      noticeId,
      content: "收入情况和公示的不一致",
      state: "received",
      createdAt: on("2026-09-30"),
    });
    const answersOn = async (today: string, actor = county) =>
      (await listDues(database.db, { actor, today })).filter(({ rule }) => rule === "objection_answer");
    expect(await answersOn("2026-10-13")).toMatchObject([{ status: "soon", dueOn: "2026-10-13" }]);
    expect(await answersOn("2026-10-14")).toMatchObject([{ status: "overdue" }]);
    expect(await answersOn("2026-10-14", elsewhere)).toEqual([]);
  });

  it("慈善法第二十二条 (L2) D11: an expired certificate is first on the county's list", async () => {
    await database.db
      .update(organizations)
      .set({ qualificationValidTo: "2026-11-21" })
      .where(eq(organizations.id, charity.charityId));
    const [first] = await listDues(database.db, { actor: county, today: "2026-11-22" });
    expect(first?.status).toBe("overdue");
    const dues = await listDues(database.db, { actor: county, today: "2026-11-22" });
    expect(dues.find(({ rule }) => rule === "qualification")).toMatchObject({ status: "overdue", dueOn: "2026-11-21" });
  });
});
