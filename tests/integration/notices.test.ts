import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymousActor, type SignedInActor, staffRoles } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { submitNeed } from "#app/domain/needs/submit-need.server.ts";
import { noticeBody } from "#app/domain/notices/notice-body.ts";
import { objectionForm } from "#app/domain/notices/notice-form.ts";
import {
  countNotices,
  getNotice,
  getObjectionByCode,
  listNoticeRegions,
  listNotices,
} from "#app/domain/notices/notice-queries.server.ts";
import {
  countStaffNotices,
  getObjection,
  listObjections,
  listStaffNotices,
} from "#app/domain/notices/notice-staff-queries.server.ts";
import { objectToNotice } from "#app/domain/notices/object-to-notice.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { answerObjection } from "#app/domain/verification/answer-objection.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import { returnNeed } from "#app/domain/verification/return-need.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createNotice,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const openedAt = new Date("2026-11-08T08:30:00.000Z");
const hour = 3_600_000;
const later = (hours: number) => new Date(openedAt.getTime() + hours * hour);
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
const sealer = createSealer(randomBytes(32), randomBytes(32));
const words = "清洗机归谁所有？请公布使用办法。";

describe("notices and objections", () => {
  let database: TestDatabase;
  let county: SignedInActor;
  let approver: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    county = await createStaff(database.db, "county_verifier", "440783");
    approver = await createStaff(database.db, "county_verifier", "440783");
  });
  afterAll(() => database.drop());

  type Put = { needId: string; noticeId: string; code: string };
  async function putUp(changes: { householdId?: string; regionCode?: string; body?: string } = {}): Promise<Put> {
    const { body, ...need } = changes;
    const { id: needId } = await createNeed(database.db, { state: "noticed", publishedAt: null, ...need });
    const version = { needId, needVersion: 1 };
    await createReviewMeeting(database.db, version);
    const notice = await createNotice(database.db, {
      ...version,
      openedAt,
      ...(changes.regionCode ? { regionCode: changes.regionCode } : {}),
      ...(body ? { body } : {}),
    });
    await createSignature(database.db, version);
    return { needId, noticeId: notice.id, code: notice.publicCode };
  }
  type Sent = { content?: string; contact?: string; formNonce?: string };
  const object = (noticeCode: string, at: Date, sent: Sent = {}) =>
    objectToNotice(
      { db: database.db, sealer },
      { noticeCode, content: words, contact: "", formNonce: newId(), ...sent },
      at,
    );
  async function objected(noticeCode: string, at: Date, sent: Sent = {}): Promise<string> {
    const result = await object(noticeCode, at, sent);
    if (!result.ok) throw new Error(result.code);
    const [row] = await database.db
      .select({ id: objections.id })
      .from(objections)
      .where(eq(objections.publicCode, result.value.objectionCode));
    return row?.id ?? "";
  }
  const answer = (objectionId: string, outcome: "upheld" | "dismissed", at: Date, actor: Actor = county) =>
    answerObjection(database.db, { objectionId, outcome, answer: "清洗机归合作社，社员都可使用。" }, actor, at);
  const noticeOf = async (id: string) =>
    (await database.db.select().from(notices).where(eq(notices.id, id)))[0] ?? expect.fail("no such notice");
  const publish = (needId: string, at: Date) => publishNeed(database.db, { needId, filingId: null }, approver, at);

  describe("S7: an objection", () => {
    it("S7: pauses the notice; answered, it goes on, and the pause does not count", async () => {
      const { needId, noticeId, code } = await putUp();
      const id = await objected(code, later(24));
      expect(await noticeOf(noticeId)).toMatchObject({ state: "paused", pausedAt: later(24) });
      expect(codeOf(await publish(needId, later(24 * 30)))).toBe("notice_paused");
      expect(codeOf(await answer(id, "dismissed", later(24 * 4)))).toBe("ok");
      expect(await noticeOf(noticeId)).toMatchObject({
        state: "open",
        pausedAt: null,
        closesNotBefore: later(24 * 10),
      });
      expect(codeOf(await publish(needId, new Date(later(24 * 10).getTime() - 1)))).toBe("too_early");
      expect(codeOf(await publish(needId, later(24 * 10)))).toBe("ok");
    });

    it("S7: several at once: it goes on only when all are answered, and each pause counts once", async () => {
      const { noticeId, code } = await putUp();
      const ids = [await objected(code, later(10)), await objected(code, later(12)), await objected(code, later(20))];
      expect(await noticeOf(noticeId)).toMatchObject({ state: "paused", pausedAt: later(10) });
      await answer(ids[1] ?? "", "dismissed", later(30));
      await answer(ids[0] ?? "", "dismissed", later(40));
      expect((await noticeOf(noticeId)).state).toBe("paused");
      await answer(ids[2] ?? "", "dismissed", later(50));
      expect(await noticeOf(noticeId)).toMatchObject({ state: "open", closesNotBefore: later(24 * 7 + 40) });
      const again = await objected(code, later(60));
      await answer(again, "dismissed", later(65));
      expect(await noticeOf(noticeId)).toMatchObject({ state: "open", closesNotBefore: later(24 * 7 + 45) });
    });

    it("S7: upheld, it ends the notice and sends the need back; the others can still be answered", async () => {
      const { needId, noticeId, code } = await putUp();
      const [one, two] = [await objected(code, later(1)), await objected(code, later(2))];
      expect(codeOf(await answer(one, "upheld", later(3)))).toBe("ok");
      expect((await noticeOf(noticeId)).state).toBe("cancelled");
      const [need] = await database.db.select().from(needs).where(eq(needs.id, needId));
      expect(need).toMatchObject({ state: "returned", version: 2 });
      expect(codeOf(await answer(two, "dismissed", later(4)))).toBe("ok");
      expect((await noticeOf(noticeId)).state).toBe("cancelled");
      const steps = await listTransitions(database.db, { noun: "notice", subjectId: noticeId });
      expect(steps.map((step) => step.event)).toEqual(["pause", "cancel"]);
    });

    it("H9: days are 24 hours in UTC, whatever the calendar in China says", async () => {
      const midnightInChina = new Date("2026-12-31T16:00:00.000Z");
      const { id: needId } = await createNeed(database.db, { state: "noticed", publishedAt: null });
      await createReviewMeeting(database.db, { needId, needVersion: 1 });
      await createSignature(database.db, { needId, needVersion: 1 });
      const notice = await createNotice(database.db, { needId, needVersion: 1, openedAt: midnightInChina });
      expect((await noticeOf(notice.id)).closesNotBefore).toEqual(new Date("2027-01-07T16:00:00.000Z"));
      expect(codeOf(await publish(needId, new Date("2027-01-07T15:59:59.999Z")))).toBe("too_early");
      expect(codeOf(await publish(needId, new Date("2027-01-07T16:00:00.000Z")))).toBe("ok");
    });

    it("is possible as long as the notice is up, also after its days, and not afterwards", async () => {
      const late = await putUp();
      expect(codeOf(await object(late.code, later(24 * 9)))).toBe("ok");
      const closed = await putUp();
      await publish(closed.needId, later(24 * 7));
      expect(codeOf(await object(closed.code, later(24 * 8)))).toBe("notice_ended");
      const returned = await putUp();
      await returnNeed(database.db, { needId: returned.needId, reason: "请补充" }, county, later(1));
      expect(codeOf(await object(returned.code, later(2)))).toBe("notice_ended");
      for (const code of ["", "nope", "00000-00000", returned.needId]) {
        expect(codeOf(await object(code, later(2)))).toBe("not_found");
      }
    });

    it("B9: the same page sent twice, or twenty times at once, is one objection with one code", async () => {
      const { noticeId, code } = await putUp();
      const formNonce = newId();
      const results = await Promise.all(Array.from({ length: 20 }, () => object(code, later(1), { formNonce })));
      expect(new Set(results.map((result) => (result.ok ? result.value.objectionCode : result.code))).size).toBe(1);
      const count = async () =>
        (await database.db.select().from(objections).where(eq(objections.noticeId, noticeId))).length;
      expect(await count()).toBe(1);
      await object(code, later(2), { formNonce, content: "还有一个问题：预算从哪里来？" });
      expect(await count()).toBe(2);
      const other = await putUp();
      await object(other.code, later(2), { formNonce });
      expect(await count()).toBe(2);
    });

    it("a receipt answers also when the page is sent again after the notice ended", async () => {
      const { needId, code } = await putUp();
      const formNonce = newId();
      const first = await object(code, later(1), { formNonce });
      await returnNeed(database.db, { needId, reason: "请补充" }, county, later(2));
      expect(await object(code, later(3), { formNonce })).toEqual(first);
    });

    it("C6: an objection and the approval at the same moment: one of the two, never both", async () => {
      for (let round = 0; round < 6; round += 1) {
        const { needId, noticeId, code } = await putUp();
        const [sent, published] = await Promise.all([object(code, later(24 * 7)), publish(needId, later(24 * 7))]);
        const codes = [codeOf(sent), codeOf(published)].join(" ");
        expect(["ok notice_paused", "notice_ended ok"]).toContain(codes);
        expect((await noticeOf(noticeId)).state).toBe(published.ok ? "closed" : "paused");
      }
    });

    it("two answers at the same moment: one counts; upheld and dismissed race without a deadlock", async () => {
      const { noticeId, code } = await putUp();
      const id = await objected(code, later(1));
      const answers = [answer(id, "upheld", later(2)), answer(id, "dismissed", later(2), approver)];
      expect((await Promise.all(answers)).map(codeOf).sort()).toEqual(["conflict", "ok"]);
      expect(["open", "cancelled"]).toContain((await noticeOf(noticeId)).state);
    });

    it("L31: an answer is public and may not name the household or a phone", async () => {
      const home = await createHousehold(database.db, { headName: "欧阳秘明", consentTo: ["publish_masked"] });
      const { code } = await putUp({ householdId: home.id });
      const objectionId = await objected(code, later(1));
      for (const text of ["已向欧阳秘明本人核实情况属实。", "请打 13812345678 询问详情，谢谢。"]) {
        const input = { objectionId, outcome: "dismissed" as const, answer: text };
        expect(codeOf(await answerObjection(database.db, input, county, later(2)))).toBe("forbidden_text");
      }
      expect(codeOf(await answer(objectionId, "dismissed", later(2)))).toBe("ok");
    });

    it("F5: the contact is sealed in its place, and only those who answer can open it", async () => {
      const { code } = await putUp();
      const objectionId = await objected(code, later(1), { contact: "李某 13912345678" });
      const [row] = await database.db.select().from(objections).where(eq(objections.id, objectionId));
      expect(row?.contactSealed).not.toContain("13912345678");
      const read = (actor: Actor) => getObjection({ db: database.db, sealer }, { objectionId, actor });
      expect(await read(county)).toMatchObject({ content: words, contact: "李某 13912345678", mayAnswer: true });
      const supervisor = await createStaff(database.db, "supervisor", "440783116");
      expect(await read(supervisor)).toMatchObject({ contact: null, hasContact: true, mayAnswer: false });
    });
  });

  it.each([
    ["no words", { content: "" }, "content: required"],
    ["few words", { content: "不同意" }, "content: tooShort:10"],
    ["too many words", { content: "长".repeat(2001) }, "content: tooLong:2000"],
    ["NUL", { content: "清洗机归谁\u0000所有？请公布使用办法。" }, "content: invalidCharacters"],
    ["a direction override", { contact: "李\u202e某" }, "contact: invalidCharacters"],
    ["no nonce", { formNonce: "1 or 1=1" }, "formNonce: invalidChoice"],
    ["two contents", { content: ["一", "二"] }, "content: required"],
  ])("refuses %s", (_name, changes, message) => {
    const parsed = objectionForm.safeParse({ content: words, contact: "", formNonce: newId(), ...changes });
    expect(parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)).toContain(message);
  });

  describe("what the public sees", () => {
    const body = noticeBody({
      villageName: "步栏村",
      headName: "欧阳秘明",
      summary: "家中取水要走两公里山路。",
      goalFen: 100n,
      items: [],
      meeting: {
        heldOn: "2026-11-01",
        place: "村委会",
        attendeeCount: 9,
        votesFor: 9,
        votesAgainst: 0,
        votesAbstained: 0,
      },
    });

    it("S7 F4: facts, days and answers; never the words, the sender or the code of an objection", async () => {
      const home = await createHousehold(database.db, { headName: "欧阳秘明", consentTo: ["publish_masked"] });
      const { code, needId, noticeId } = await putUp({ householdId: home.id, body });
      const objectionId = await objected(code, later(1), {
        content: "举报人写的秘密内容在这里",
        contact: "秘密联系人",
      });
      await answer(objectionId, "dismissed", later(2));
      const shown = await getNotice(database.db, code);
      expect(shown).toMatchObject({
        state: "open",
        minDays: 7,
        places: ["开平市", "赤水镇", "步栏村委会"],
        facts: { headName: "欧**明" },
        objections: [{ outcome: "dismissed", receivedAt: later(1), answeredAt: later(2) }],
      });
      const [row] = await database.db.select().from(objections).where(eq(objections.id, objectionId));
      const page = JSON.stringify(shown);
      expect(page).not.toMatch(/秘密|欧阳秘明/);
      for (const hidden of [row?.publicCode ?? "-", objectionId, needId, noticeId, home.id, home.publicCode]) {
        expect(page).not.toContain(hidden);
      }
    });

    it("L31: the head is named only while the notice is up; the address stays for good", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const { code, needId } = await putUp({ householdId: home.id, body });
      await publish(needId, later(24 * 7));
      const shown = await getNotice(database.db, code);
      expect(shown).toMatchObject({ state: "closed", facts: { villageName: "步栏村" } });
      expect(shown?.facts).not.toHaveProperty("headName");
    });

    it("F11: a household that withdrew its consent is in no notice, old or new", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const { code } = await putUp({ householdId: home.id, body });
      await database.db
        .update(consents)
        .set({ withdrawnAt: later(1) })
        .where(eq(consents.householdId, home.id));
      expect(await getNotice(database.db, code)).toMatchObject({ title: null, facts: null, text: null });
      const listed = await listNotices(database.db, { view: "current", regionCode: null, kind: null, page: 1 });
      expect(listed.items.find((item) => item.publicCode === code)).toMatchObject({ title: null });
    });

    it("lists what is up and what is over, by region and kind", async () => {
      const elsewhere = await putUp({ regionCode: otherTownVillage });
      const allocation = await createNotice(database.db, { kind: "allocation", openedAt, regionCode: bulan });
      const list = (changes: object) =>
        listNotices(database.db, { view: "current", regionCode: null, kind: null, page: 1, ...changes });
      const codes = async (changes: object) => (await list(changes)).items.map((item) => item.publicCode);
      expect(await codes({ regionCode: "440783117" })).toEqual([elsewhere.code]);
      expect(await codes({ kind: "allocation" })).toEqual([allocation.publicCode]);
      expect(await codes({ regionCode: "51" })).toEqual([]);
      expect(await codes({ regionCode: "%" })).toEqual([]);
      const past = await list({ view: "past" });
      expect(past.items.every((item) => item.state === "closed" || item.state === "cancelled")).toBe(true);
      expect(await countNotices(database.db, { regionCode: null, kind: "allocation" })).toEqual({
        current: 1,
        past: 0,
      });
      const regions = await listNoticeRegions(database.db);
      expect(regions.map((region) => region.name)).toEqual(["开平市", "赤水镇", "步栏村", "金鸡镇", "石湾村"]);
    });

    it("the receipt says where the objection stands, and nothing is found by a code that is none", async () => {
      const { code } = await putUp();
      const sent = await object(code, later(1));
      const objectionCode = sent.ok ? sent.value.objectionCode : "";
      expect(await getObjectionByCode(database.db, objectionCode)).toMatchObject({ noticeCode: code, answer: null });
      for (const none of ["", "nope", "00000-00000", code]) {
        expect(await getObjectionByCode(database.db, none)).toBeNull();
        if (none !== code) expect(await getNotice(database.db, none)).toBeNull();
      }
    });
  });

  describe("S31: the deny matrix of notices", () => {
    const places = [bulan, otherTownVillage, "440783116", "440783", "51", ""];
    const cells = [
      ...staffRoles.flatMap((role) => places.map((regionCode) => ({ role, regionCode }))),
      { role: null, regionCode: "" },
    ];

    it.each(cells)("$role of '$regionCode'", async ({ role, regionCode }) => {
      const actor = role === null ? anonymousActor : await createStaff(database.db, role, regionCode);
      const covers = bulan.startsWith(regionCode);
      const reads =
        covers && role !== null && ["town_verifier", "county_verifier", "supervisor", "auditor"].includes(role);
      const { noticeId, code } = await putUp();
      const objectionId = await objected(code, later(1));
      const listed = await listStaffNotices(database.db, { view: "paused", actor, now: later(2) });
      expect(listed.some((item) => item.id === noticeId)).toBe(reads);
      expect((await countStaffNotices(database.db, { actor, now: later(2) })).paused > 0).toBe(
        reads || (role !== null && role !== "village_officer" && role !== "platform_admin" && listed.length > 0),
      );
      expect((await listObjections(database.db, { actor, noticeId })).length).toBe(reads ? 1 : 0);
      expect((await getObjection({ db: database.db, sealer }, { objectionId, actor })) !== null).toBe(reads);
      const mayAnswer = covers && role === "county_verifier";
      expect(codeOf(await answer(objectionId, "dismissed", later(2), actor))).toBe(mayAnswer ? "ok" : "not_found");
    });

    it("S9: views say what waits, what can be approved and what still runs", async () => {
      const local = await createStaff(database.db, "county_verifier", otherTownVillage);
      await putUp({ regionCode: otherTownVillage });
      const counts = (now: Date) => countStaffNotices(database.db, { actor: local, now });
      const early = await counts(later(1));
      const late = await counts(later(24 * 7));
      expect(early.due).toBe(0);
      expect(late).toMatchObject({ running: 0, due: early.running });
    });

    it("an answered objection is not answered twice, and a returned need can be submitted again", async () => {
      const { needId, code } = await putUp();
      const objectionId = await objected(code, later(1));
      await answer(objectionId, "upheld", later(2));
      expect(codeOf(await answer(objectionId, "dismissed", later(3)))).toBe("conflict");
      const officer = await createStaff(database.db, "village_officer", bulan);
      expect(codeOf(await submitNeed(database.db, { needId }, officer, later(4)))).toBe("ok");
    });
  });
});
